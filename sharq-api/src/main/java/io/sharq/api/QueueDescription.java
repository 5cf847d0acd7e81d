package io.sharq.api;

import io.sharq.api.limit.LimitNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot of a queue.
 *
 * @param queue the queue
 * @param interval the time between two releases, in whole milliseconds
 * @param pinned whether the interval is pinned, so that enqueues do not change it
 * @param ordered whether it is strictly first in, first out
 * @param concurrency the cap on its active jobs, 0 for none
 * @param sources where the interval, the order and the cap come from (rule 24); empty if the backend does not list {@link
 *     Feature#DEFAULTS}
 * @param paused whether the queue itself is paused
 * @param typePaused whether its type is paused
 * @param heldUntil the end of the hold, if it is held
 * @param holdReason the reason of the hold; empty if it is not held
 * @param length its jobs that wait, {@code QUEUED} or {@code SCHEDULED}
 * @param delayed those of them that are {@code SCHEDULED}
 * @param active its jobs under a lease
 * @param dead its dead jobs
 * @param blocker the reason why it releases nothing now
 * @param nextRelease the instant of the next possible release, if only time must pass; now if it may release one
 * @param limits the limits that it draws from; none from a backend that does not list {@link Feature#LIMITS}
 * @param stamp the instant and revision of the snapshot
 */
public record QueueDescription(
        QueueKey queue,
        Duration interval,
        boolean pinned,
        boolean ordered,
        int concurrency,
        Map<QueueSetting, SettingSource> sources,
        boolean paused,
        boolean typePaused,
        Optional<Instant> heldUntil,
        String holdReason,
        long length,
        long delayed,
        long active,
        long dead,
        Blocker blocker,
        Optional<Instant> nextRelease,
        LimitNames limits,
        Stamp stamp) {
    /**
     * A snapshot of a queue that draws from no limits.
     *
     * @param queue the queue
     * @param interval the time between two releases, in whole milliseconds
     * @param pinned whether the interval is pinned
     * @param ordered whether it is strictly first in, first out
     * @param concurrency the cap on its active jobs, 0 for none
     * @param sources where interval, order and cap come from
     * @param paused whether the queue itself is paused
     * @param typePaused whether its type is paused
     * @param heldUntil the end of the hold, if it is held
     * @param holdReason the reason of the hold
     * @param length its jobs that wait
     * @param delayed those of them that are scheduled
     * @param active its jobs under a lease
     * @param dead its dead jobs
     * @param blocker the reason why it releases nothing now
     * @param nextRelease the instant of the next possible release, if only time must pass
     * @param stamp the instant and revision of the snapshot
     */
    public QueueDescription(
            QueueKey queue,
            Duration interval,
            boolean pinned,
            boolean ordered,
            int concurrency,
            Map<QueueSetting, SettingSource> sources,
            boolean paused,
            boolean typePaused,
            Optional<Instant> heldUntil,
            String holdReason,
            long length,
            long delayed,
            long active,
            long dead,
            Blocker blocker,
            Optional<Instant> nextRelease,
            Stamp stamp) {
        this(
                queue,
                interval,
                pinned,
                ordered,
                concurrency,
                sources,
                paused,
                typePaused,
                heldUntil,
                holdReason,
                length,
                delayed,
                active,
                dead,
                blocker,
                nextRelease,
                LimitNames.NONE,
                stamp);
    }
}
