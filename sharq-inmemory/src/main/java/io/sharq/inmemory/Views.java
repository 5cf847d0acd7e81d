package io.sharq.inmemory;

import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.LeaseToken;
import io.sharq.api.QueueKey;
import io.sharq.api.Stamp;
import io.sharq.rules.Forecast;
import io.sharq.rules.Minutes;
import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import io.sharq.spi.DeadJob;
import io.sharq.spi.JobView;
import io.sharq.spi.MetricsReply;
import io.sharq.spi.QueueView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The operations that look at one type and change nothing a caller can see. */
final class Views {
    private interface Sight<T> {
        @Nullable
        T of(QueueState queue);
    }

    private final TypeState type;
    private final TypeClock.Look look;

    Views(TypeState type) {
        this.type = type;
        this.look = type.clock.look();
    }

    Optional<QueueView> describe(String queueId) {
        return see(queueId, this::view);
    }

    private <T> Optional<T> see(String queueId, Sight<T> sight) {
        QueueState queue = type.queues.get(queueId);
        if (queue == null) {
            return Optional.empty();
        }
        synchronized (queue) {
            if (queue.isForgottenAt(look.nowMicros())) {
                return Optional.empty();
            }
            queue.promote(look.nowMicros());
            return Optional.ofNullable(sight.of(queue));
        }
    }

    private QueueView view(QueueState queue) {
        QueueFacts facts = queue.facts(false);
        boolean isHeld = queue.heldUntilMicros > look.nowMicros();
        return new QueueView(
                new QueueKey(type.name, queue.id),
                queue.intervalMicros / 1_000,
                queue.pinned,
                queue.ordered,
                queue.concurrency,
                queue.paused,
                type.isPaused,
                isHeld ? OptionalLong.of(look.toWallMicros(queue.heldUntilMicros)) : OptionalLong.empty(),
                isHeld ? queue.holdReason : "",
                queue.length(),
                queue.scheduled.size(),
                queue.active,
                queue.dead,
                Readiness.blocker(facts, type.isPaused, look.nowMicros()),
                nextRelease(facts),
                stamp());
    }

    private OptionalLong nextRelease(QueueFacts facts) {
        long next = Readiness.next(facts);
        return next == Readiness.NEVER || type.isPaused
                ? OptionalLong.empty()
                : OptionalLong.of(look.toWallMicros(Math.max(next, look.nowMicros())));
    }

    Optional<JobView> find(JobKey key) {
        return see(key.queue().id(), queue -> {
            Job job = queue.jobs.get(key.id());
            return job == null || job.isForgottenAt(look.nowMicros()) ? null : view(queue, job, key);
        });
    }

    private JobView view(QueueState queue, Job job, JobKey key) {
        boolean isQueued = job.state == JobState.QUEUED;
        boolean isActive = job.state == JobState.ACTIVE;
        boolean hasInstant = isActive || job.state == JobState.SCHEDULED || job.state == JobState.FINISHED;
        long position = isQueued ? queue.queued.headMap(job.place).size() : 0;
        return new JobView(
                key,
                job.state,
                job.place.order(),
                isQueued ? OptionalLong.of(position) : OptionalLong.empty(),
                earliest(queue, job, position),
                job.deliveries,
                job.requeues,
                job.requeueLimit,
                isActive ? new LeaseToken(job.number, job.nonce) : null,
                hasInstant ? OptionalLong.of(look.toWallMicros(job.untilMicros)) : OptionalLong.empty(),
                job.lastFailure,
                stamp());
    }

    private OptionalLong earliest(QueueState queue, Job job, long position) {
        boolean waits = job.state == JobState.QUEUED || job.state == JobState.SCHEDULED;
        if (!waits || queue.paused || type.isPaused) {
            return OptionalLong.empty();
        }
        QueueFacts facts = queue.facts(false);
        return OptionalLong.of(look.toWallMicros(
                job.state == JobState.QUEUED
                        ? Forecast.queued(facts, position, look.nowMicros())
                        : Forecast.scheduled(facts, job.untilMicros, look.nowMicros())));
    }

    Optional<MetricsReply> metrics(String queueId) {
        return see(
                queueId,
                queue -> new MetricsReply(
                        queue.counts.window(Minutes.of(look.wallMicros())),
                        queue.length(),
                        queue.scheduled.size(),
                        queue.active,
                        queue.dead,
                        oldestReady(queue),
                        look.wallMicros()));
    }

    private OptionalLong oldestReady(QueueState queue) {
        Turn turn = queue.turn;
        return turn == null ? OptionalLong.empty() : oldestReady(turn.sinceMicros());
    }

    private OptionalLong oldestReady(long sinceMicros) {
        boolean isReady = !type.isPaused && sinceMicros <= look.nowMicros();
        return isReady ? OptionalLong.of(look.toWallMicros(sinceMicros)) : OptionalLong.empty();
    }

    /** The counts of the whole type; each queue is counted at its own moment. */
    MetricsReply metrics() {
        long length = 0;
        long delayed = 0;
        long active = 0;
        for (QueueState queue : type.queues.all()) {
            synchronized (queue) {
                length += queue.length();
                delayed += queue.scheduled.size();
                active += queue.active;
            }
        }
        return new MetricsReply(
                type.counts.window(Minutes.of(look.wallMicros())),
                length,
                delayed,
                active,
                type.deadCount.get(),
                oldestReady(type.turns.earliestMicros()),
                look.wallMicros());
    }

    boolean isKept(QueueState queue) {
        return !queue.isForgottenAt(look.nowMicros());
    }

    /** The dead jobs after a revision, each with the revision at which it died. */
    List<Map.Entry<Long, DeadJob>> deadAfter(long revision, int limit) {
        List<Map.Entry<Long, DeadJob>> found = new ArrayList<>();
        for (Map.Entry<Long, Job> entry : type.dead.tailMap(revision, false).entrySet()) {
            if (found.size() == limit) {
                break;
            }
            Job job = entry.getValue();
            JobKey key = JobKey.of(type.name, job.queue.id, job.id);
            synchronized (job.queue) {
                long diedAtMicros = look.toWallMicros(job.untilMicros);
                found.add(Map.entry(
                        entry.getKey(), new DeadJob(key, job.payload, diedAtMicros, job.deliveries, job.lastFailure)));
            }
        }
        return found;
    }

    private Stamp stamp() {
        return new Stamp(0, type.stamp(0).revision(), look.wallMicros());
    }
}
