package io.sharq.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot of a queue.
 *
 * @param queue the queue
 * @param interval the time between two releases, in whole milliseconds
 * @param pinned whether enqueues leave the interval alone
 * @param ordered whether it is strictly first in, first out
 * @param concurrency the cap on its active jobs, 0 for none
 * @param paused whether it is paused itself
 * @param typePaused whether its type is paused
 * @param heldUntil until when it is held, if it is
 * @param holdReason why it is held; empty if it is not
 * @param length its jobs that wait, {@code QUEUED} or {@code SCHEDULED}
 * @param delayed those of them that are {@code SCHEDULED}
 * @param active its jobs under a lease
 * @param dead its dead jobs
 * @param blocker why it releases nothing now
 * @param nextRelease the instant at which it may release a job next, where only time must pass; now if it may
 * @param stamp when it was taken
 */
public record QueueDescription(
        QueueKey queue,
        Duration interval,
        boolean pinned,
        boolean ordered,
        int concurrency,
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
        Stamp stamp) {}
