package io.sharq.inmemory;

import io.sharq.api.DequeueFrom;
import io.sharq.api.JobState;
import io.sharq.api.LeaseToken;
import io.sharq.rules.Readiness;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One dequeue. It claims the first queue in turn, checks it under its lock, and releases a job. Used by one thread.
 *
 * <p>It skips a queue that another dequeue has claimed: that dequeue comes first, so the next queue is in turn. If nothing
 * else is ready, it waits for the claims to end before it reports that. A claim is held for the release of one job. On an
 * ordered queue it is held for the whole batch, since the batch's own jobs do not hold back the queue.
 */
final class Dequeues {
    private enum Attempt {
        RELEASED,
        NOT_READY,
        /** Another thread has used the queue at a later instant: it read the clock after this call did. */
        TOO_EARLY
    }

    private final TypeState type;
    private final DeferredEffects aftermath;
    private final DequeueRequest request;
    private final List<LeasedJob> released = new ArrayList<>(1);
    private final List<Job> jobs = new ArrayList<>(1);
    private @Nullable Set<QueueState> ownOrdered;
    private @Nullable QueueState last;
    private long nowMicros;
    private boolean mustAskAgain;

    Dequeues(TypeState type, DeferredEffects aftermath, DequeueRequest request) {
        this.type = type;
        this.aftermath = aftermath;
        this.request = request;
        this.nowMicros = type.clock.begin();
    }

    DequeueReply run() {
        List<Job> before = type.dequeues.get(request.nonce());
        if (before != null) {
            return repeat(before);
        }
        if (type.isPaused) {
            return new DequeueReply(List.of(), OptionalLong.empty(), type.stamp(nowMicros));
        }
        boolean goesOn = true;
        while (goesOn && released.size() < request.count()) {
            goesOn = releaseOne();
        }
        endOrdered();
        if (!jobs.isEmpty()) {
            type.dequeues.put(request.nonce(), List.copyOf(jobs));
            type.visitAt(nowMicros + request.leaseMicros(), nowMicros);
        }
        return new DequeueReply(released, nextReady(), type.stamp(nowMicros));
    }

    private boolean releaseOne() {
        if (request.from() instanceof DequeueFrom.Queue named) {
            QueueState queue = type.queues.get(named.id());
            return queue != null && releaseFrom(queue);
        }
        if (request.from() instanceof DequeueFrom.OneQueue && last != null) {
            return releaseFrom(last);
        }
        return releaseInTurn();
    }

    /** Rule 4. Returns whether a job was released. */
    private boolean releaseInTurn() {
        Spin spin = new Spin();
        while (true) {
            boolean metClaim = false;
            Map.Entry<Turn, QueueState> next = type.turns.first();
            TypeLimits.First limited = firstLimited(next);
            while (limited != null || (next != null && next.getKey().sinceMicros() <= nowMicros)) {
                Map.Entry<Turn, QueueState> first = limited == null
                        ? Objects.requireNonNull(next)
                        : Map.entry(limited.key().turn(), limited.queue());
                QueueState queue = first.getValue();
                if (owns(queue) || queue.tryClaim()) {
                    Attempt attempt = claimed(queue, first.getKey());
                    if (attempt == Attempt.RELEASED) {
                        return true;
                    }
                    if (attempt == Attempt.TOO_EARLY && !readClockAgain()) {
                        return false;
                    }
                    next = type.turns.first();
                } else if (limited == null) {
                    metClaim = true;
                    next = type.turns.after(first.getKey()).firstEntry();
                } else {
                    // No queue behind the same limits may go before this one.
                    spin.once();
                    next = type.turns.first();
                }
                limited = firstLimited(next);
            }
            if (metClaim) {
                spin.once();
            } else if (next == null || !isLater(next.getKey().sinceMicros()) || !readClockAgain()) {
                return false;
            }
        }
    }

    /** Rule 21: the first queue that draws from limits, if its turn comes before the next of the others. */
    private TypeLimits.@Nullable First firstLimited(Map.@Nullable Entry<Turn, QueueState> next) {
        if (type.limits.isEmpty()) {
            return null;
        }
        TypeLimits.First first = type.limits.first(type.limits.at(nowMicros));
        if (first == null || first.key().readyMicros() > nowMicros) {
            return null;
        }
        return next == null || first.key().compareTo(ReadyKey.of(next.getKey())) < 0 ? first : null;
    }

    private Attempt claimed(QueueState queue, Turn turn) {
        try {
            synchronized (queue) {
                return turn.equals(queue.turn) ? attempt(queue) : Attempt.NOT_READY;
            }
        } finally {
            if (!owns(queue)) {
                queue.unclaim();
            }
        }
    }

    /** Whether this call holds the claim of an ordered queue for its batch. */
    private boolean owns(QueueState queue) {
        return ownOrdered != null && ownOrdered.contains(queue);
    }

    private boolean releaseFrom(QueueState queue) {
        Spin spin = new Spin();
        while (true) {
            while (!owns(queue) && !queue.tryClaim()) {
                spin.once();
            }
            Turn turn = queue.turn;
            Attempt attempt = turn != null && turn.sinceMicros() <= nowMicros ? claimed(queue, turn) : unclaimed(queue);
            if (attempt == Attempt.RELEASED) {
                return true;
            }
            boolean isTooEarly = attempt == Attempt.TOO_EARLY || (turn != null && isLater(turn.sinceMicros()));
            if (!isTooEarly || !readClockAgain()) {
                return false;
            }
        }
    }

    private Attempt unclaimed(QueueState queue) {
        if (!owns(queue)) {
            queue.unclaim();
        }
        return Attempt.NOT_READY;
    }

    /**
     * Reads the clock again, unless a job was released: a reply has one instant. Returns whether it did. If not, the reply
     * names this call's instant, so that the caller dequeues again at once.
     */
    private boolean readClockAgain() {
        if (released.isEmpty()) {
            nowMicros = type.clock.begin();
            return true;
        }
        mustAskAgain = true;
        return false;
    }

    private Attempt attempt(QueueState queue) {
        if (isLater(Readiness.floor(queue.facts(true)))) {
            return Attempt.TOO_EARLY;
        }
        queue.promote(nowMicros);
        if (queue.queued.firstEntry().getValue().isOverdueAt(nowMicros)) {
            return letDie(queue);
        }
        if (isLater(queue.queued.firstEntry().getValue().untilMicros)) {
            return Attempt.TOO_EARLY;
        }
        Job job = queue.queued.firstEntry().getValue();
        long revision = queue.limits.names().isEmpty()
                ? type.change(nowMicros)
                : type.limits.take(queue, job, isNamed(), nowMicros, () -> type.change(nowMicros));
        if (revision == 0) {
            return Attempt.NOT_READY;
        }
        release(queue, revision);
        last = queue;
        return Attempt.RELEASED;
    }

    /** Lets the queue's first jobs die, whose deadlines have passed, and tries again. */
    private Attempt letDie(QueueState queue) {
        new OverdueJobs(type, aftermath, nowMicros).dieFirst(queue);
        type.turns.settle(queue, nowMicros, type.stamp(nowMicros).revision(), false, owns(queue));
        Turn turn = queue.turn;
        return turn == null || turn.sinceMicros() > nowMicros ? Attempt.NOT_READY : attempt(queue);
    }

    /**
     * Whether an instant is later than this call's and has passed by now. If it has not passed, another reading of the clock
     * is useless: the clock was set back after a read-only operation put a due job in its place.
     */
    private boolean isLater(long micros) {
        return micros > nowMicros && micros <= type.clock.begin();
    }

    /** Whether the queue is chosen without regard to turns: by its name, or because a batch goes on with it. */
    private boolean isNamed() {
        return request.from() instanceof DequeueFrom.Queue
                || (request.from() instanceof DequeueFrom.OneQueue && last != null);
    }

    private void release(QueueState queue, long revision) {
        Job job = queue.queued.pollFirstEntry().getValue();
        job.state = JobState.ACTIVE;
        job.number = revision;
        job.nonce = request.nonce();
        job.consumer = request.consumer();
        job.untilMicros = nowMicros + request.leaseMicros();
        job.deliveries++;
        type.leases.put(job.leaseKey(), job);
        queue.active++;
        queue.lastReleaseMicros = nowMicros;
        long minute = type.minute(nowMicros);
        queue.counts.dequeued(minute);
        type.counts.dequeued(minute);
        boolean isLast = released.size() + 1 == request.count();
        type.turns.settle(queue, nowMicros, revision, true, !isLast);
        if (queue.ordered && !isLast) {
            ownOrdered = ownOrdered == null ? new HashSet<>() : ownOrdered;
            ownOrdered.add(queue);
        }
        jobs.add(job);
        released.add(leased(job));
    }

    /** Rule 6: for later calls, the jobs of this one hold back their ordered queues. */
    private void endOrdered() {
        if (ownOrdered == null) {
            return;
        }
        for (QueueState queue : ownOrdered) {
            synchronized (queue) {
                type.turns.settle(queue, nowMicros, type.stamp(nowMicros).revision(), false, false);
            }
            queue.unclaim();
        }
    }

    private LeasedJob leased(Job job) {
        return new LeasedJob(
                job.queue.id,
                job.id,
                job.payload,
                job.headers,
                new LeaseToken(job.number, job.nonce),
                type.clock.toWallMicros(job.untilMicros),
                job.deliveries,
                job.requeues,
                job.requeueLimit,
                job.queue.length());
    }

    private DequeueReply repeat(List<Job> before) {
        for (Job job : before) {
            synchronized (job.queue) {
                released.add(leased(job));
            }
        }
        return new DequeueReply(released, OptionalLong.empty(), type.stamp(nowMicros));
    }

    private OptionalLong nextReady() {
        if (released.size() == request.count() && !request.namesNext()) {
            return OptionalLong.empty();
        }
        long next = mustAskAgain ? nowMicros : earliest();
        return next == Readiness.NEVER ? OptionalLong.empty() : OptionalLong.of(type.clock.toWallMicros(next));
    }

    private long earliest() {
        if (!(request.from() instanceof DequeueFrom.Queue named)) {
            return type.earliestMicros(type.limits.at(nowMicros));
        }
        QueueState queue = type.queues.get(named.id());
        if (queue == null) {
            return Readiness.NEVER;
        }
        synchronized (queue) {
            return type.limits.readyByName(queue, type.limits.at(nowMicros));
        }
    }
}
