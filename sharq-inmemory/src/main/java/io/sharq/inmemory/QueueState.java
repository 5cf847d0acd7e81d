package io.sharq.inmemory;

import io.sharq.api.Headers;
import io.sharq.api.JobState;
import io.sharq.api.Payload;
import io.sharq.api.QueueSetting;
import io.sharq.api.SettingSource;
import io.sharq.api.limit.LimitNames;
import io.sharq.rules.Deadlines;
import io.sharq.rules.Defaults;
import io.sharq.rules.Memory;
import io.sharq.rules.Place;
import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import io.sharq.rules.Throttling;
import io.sharq.spi.Hold;
import io.sharq.spi.QueueChange;
import io.sharq.spi.ThrottleItem;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The state of a queue. Guarded by its own monitor: callers hold it for every method except those of {@link Forgettable},
 * {@code forgetFinished}, and the claim.
 */
final class QueueState implements Forgettable {
    private static final long MICROS_A_MILLI = 1_000;

    final TypeState type;
    final String id;
    final Map<String, Job> jobs = new HashMap<>();
    final TreeMap<Place, Job> queued = new TreeMap<>();
    final TreeMap<DuePlace, Job> scheduled = new TreeMap<>();
    final MinuteRing counts = new MinuteRing();
    long active;
    long dead;

    /** The settings that the queue has itself; null for those that it has by default (rule 24). */
    private QueueChange own = QueueChange.NONE;

    /** The settings in force: its own, and the defaults of the type as of the last {@link #resolve}. */
    long intervalMicros;

    boolean ordered;
    int concurrency;
    boolean pinned;
    boolean paused;
    long heldUntilMicros;
    String holdReason = "";
    int throttleLevel;
    long throttledAt;
    long retryAtMicros;
    long lastReleaseMicros;
    volatile @Nullable Turn turn;

    /** The limits in force. Changed under the monitor of the type's limits too. */
    LimitNames limits = LimitNames.NONE;

    /** Whether a configure named its own limits. Then the queue is kept as a pinned one is. */
    boolean keepsLimits;

    /** The turn under which it stands with its limits. Guarded by the type's limits. */
    @Nullable
    Turn placed;

    /** Whether it was removed from its type. An operation that finds it set looks the queue up again. */
    boolean isGone;

    private long retainedUntilMicros;

    /**
     * When it may be forgotten; {@link Readiness#NEVER} while it holds jobs. The initial 0 makes a new queue count as
     * forgotten until its first change.
     */
    private volatile long forgetAtMicros;

    private final AtomicBoolean claim = new AtomicBoolean();

    QueueState(TypeState type, String id) {
        this.type = type;
        this.id = id;
    }

    /** Tries to claim the queue for a dequeue. Other dequeues meanwhile take the next queue in turn. */
    boolean tryClaim() {
        return claim.compareAndSet(false, true);
    }

    void unclaim() {
        claim.set(false);
    }

    long length() {
        return (long) queued.size() + scheduled.size();
    }

    /**
     * The facts that decide when the queue may release a job.
     *
     * @param ownsActive whether the calling dequeue released the active jobs itself; then they do not hold back an ordered
     *     queue
     */
    QueueFacts facts(boolean ownsActive) {
        return new QueueFacts(
                intervalMicros,
                lastReleaseMicros,
                heldUntilMicros,
                retryAtMicros,
                paused,
                ordered && !ownsActive,
                concurrency,
                active,
                queued.size(),
                scheduled.isEmpty() ? Readiness.NEVER : scheduled.firstKey().atMicros());
    }

    boolean isForgottenAt(long nowMicros) {
        return forgetAtMicros <= nowMicros;
    }

    /** Whether nothing was ever changed in it. */
    boolean isUnused() {
        return forgetAtMicros == 0;
    }

    /** The limits in force; those of a new queue if it may be forgotten. */
    LimitNames limitsAt(long nowMicros) {
        return isForgottenAt(nowMicros)
                ? Objects.requireNonNull(
                        type.defaults.inForce(id, QueueChange.NONE).limits())
                : limits;
    }

    /** Resets the queue to the state of a new one if it may be forgotten. */
    void beginAnewIfForgotten(long nowMicros) {
        if (isForgottenAt(nowMicros)) {
            jobs.clear();
            reset(nowMicros);
            lastReleaseMicros = 0;
            retainedUntilMicros = 0;
            counts.clear();
            forgetAtMicros = Readiness.NEVER;
        }
    }

    /** Resets every setting, the hold and a failed job's delay. */
    void reset(long nowMicros) {
        own = QueueChange.NONE;
        keepsLimits = false;
        resolve(nowMicros);
        pinned = false;
        paused = false;
        heldUntilMicros = 0;
        holdReason = "";
        throttleLevel = 0;
        throttledAt = 0;
        retryAtMicros = 0;
    }

    /** Rule 22: holds the queue after a throttle of a job that was released at the given revision. */
    long throttle(ThrottleItem item, long leaseNumber, long maxHoldMicros, long nowMicros, long revision) {
        Throttling before = new Throttling(throttleLevel, throttledAt, heldUntilMicros);
        Throttling after = before.after(leaseNumber, item.retryAfterMicros(), maxHoldMicros, nowMicros, revision);
        throttleLevel = after.level();
        throttledAt = after.raisedAt();
        if (after.heldUntilMicros() != heldUntilMicros) {
            heldUntilMicros = after.heldUntilMicros();
            holdReason = Throttling.REASON;
        }
        return heldUntilMicros;
    }

    /** Changes the settings that the queue has itself. Without {@code takesPinned} what is pinned stays. */
    void apply(QueueChange change, boolean takesPinned, long nowMicros) {
        boolean keepsPinned = pinned && !takesPinned;
        QueueChange applied = keepsPinned ? new QueueChange(null, change.ordered(), change.concurrency()) : change;
        LimitNames names = applied.limits();
        if (names != null) {
            keepsLimits = takesPinned && !names.names().isEmpty();
        }
        QueueChange merged = Defaults.merge(own, applied);
        if (!merged.equals(own)) {
            own = merged;
            resolve(nowMicros);
        }
    }

    /** Changes the limits that it draws from, and keeps its turn. */
    private void draw(LimitNames names, long nowMicros) {
        Turn current = turn;
        if (current != null && limits.names().isEmpty()) {
            type.turns.remove(current);
        }
        type.limits.draw(this, names, nowMicros);
        if (current != null && names.names().isEmpty()) {
            type.turns.put(current, this);
        }
    }

    /** Rule 24: has settings by default from now on. */
    void goBack(Set<QueueSetting> settings, long nowMicros) {
        own = Defaults.without(own, settings);
        keepsLimits = keepsLimits && own.limits() != null;
        resolve(nowMicros);
    }

    /** Rule 24: takes the current defaults of the type. Returns whether a setting in force changes by that. */
    boolean resolve(long nowMicros) {
        QueueChange inForce = type.defaults.inForce(id, own);
        long newInterval = Objects.requireNonNull(inForce.intervalMillis()) * MICROS_A_MILLI;
        boolean newOrdered = Objects.requireNonNull(inForce.ordered());
        int newConcurrency = Objects.requireNonNull(inForce.concurrency());
        LimitNames newLimits = Objects.requireNonNull(inForce.limits());
        boolean isOtherLimits = !newLimits.equals(limits);
        boolean isChange = isOtherLimits
                || newInterval != intervalMicros
                || newOrdered != ordered
                || newConcurrency != concurrency;
        intervalMicros = newInterval;
        ordered = newOrdered;
        concurrency = newConcurrency;
        if (isOtherLimits) {
            draw(newLimits, nowMicros);
        }
        return isChange;
    }

    Map<QueueSetting, SettingSource> sources() {
        return type.defaults.sources(id, own);
    }

    void apply(Hold hold, long nowMicros) {
        if (hold instanceof Hold.Until until) {
            heldUntilMicros = Math.max(0, type.clock.fromWallMicros(until.atMicros()));
            holdReason = until.reason();
        } else if (hold instanceof Hold.Span span) {
            heldUntilMicros = nowMicros + span.spanMicros();
            holdReason = span.reason();
        } else {
            heldUntilMicros = 0;
            holdReason = "";
        }
    }

    /** Moves the jobs that are due to their places. */
    void promote(long nowMicros) {
        Map.Entry<DuePlace, Job> first = scheduled.firstEntry();
        while (first != null && first.getKey().atMicros() <= nowMicros) {
            scheduled.remove(first.getKey());
            takePlace(first.getValue(), first.getKey().atMicros());
            first = scheduled.firstEntry();
        }
    }

    /** Rule 5: puts a job in the place that its enqueue gave it. It cannot be released at an instant before this one. */
    void takePlace(Job job, long atMicros) {
        job.state = JobState.QUEUED;
        job.untilMicros = atMicros;
        queued.put(job.place, job);
    }

    void schedule(Job job, long dueMicros) {
        job.state = JobState.SCHEDULED;
        job.untilMicros = dueMicros;
        scheduled.put(job.due(), job);
    }

    /** Takes a waiting job out of the jobs that wait. */
    void unqueue(Job job) {
        if (job.state == JobState.QUEUED) {
            queued.remove(job.place);
        } else {
            scheduled.remove(job.due());
        }
    }

    /** Removes a job that waits no more and is under no lease. */
    void remove(Job job) {
        jobs.remove(job.id);
        forgetDeadline(job);
    }

    /** Lets upkeep see the deadline of a job that waits. */
    void noteDeadline(Job job, long nowMicros) {
        if (job.hasDeadline()) {
            type.deadlines.put(job.deadline(), job);
            type.visitAt(job.deadlineMicros, nowMicros);
        }
    }

    /** Ends the deadline of a job. */
    void forgetDeadline(Job job) {
        if (job.hasDeadline()) {
            type.deadlines.remove(job.deadline());
            job.deadlineMicros = Deadlines.NONE;
        }
    }

    /** Retains a finished job and its result, without its payload and headers, until an instant. */
    void retain(Job job, @Nullable Payload result, long untilMicros) {
        job.state = JobState.FINISHED;
        job.untilMicros = untilMicros;
        job.payload = Job.NO_PAYLOAD;
        job.headers = Headers.NONE;
        job.result = result;
        forgetDeadline(job);
        retainedUntilMicros = Math.max(retainedUntilMicros, untilMicros);
    }

    /** Computes when the queue may be forgotten: never, while it holds a job. */
    void noteMemory(long nowMicros) {
        boolean isEmpty = queued.isEmpty() && scheduled.isEmpty() && active == 0 && dead == 0;
        forgetAtMicros = isEmpty
                ? Memory.until(facts(false), pinned || paused || keepsLimits, retainedUntilMicros, nowMicros)
                : Readiness.NEVER;
    }

    /** Whether it has an instant at which it may be forgotten. */
    boolean isToBeForgotten() {
        return forgetAtMicros != Readiness.NEVER;
    }

    @Override
    public long leftMicros() {
        long atMicros = forgetAtMicros;
        return atMicros == Readiness.NEVER ? atMicros : atMicros - type.clock.peekMicros();
    }

    @Override
    public void forgetIfDue() {
        synchronized (this) {
            long nowMicros = type.clock.peekMicros();
            if (isForgottenAt(nowMicros)) {
                isGone = true;
                draw(LimitNames.NONE, nowMicros);
                type.queues.remove(this);
            }
        }
    }

    void forgetFinished(Job job) {
        synchronized (this) {
            if (job.isForgottenAt(type.clock.peekMicros())) {
                jobs.remove(job.id, job);
            }
        }
    }
}
