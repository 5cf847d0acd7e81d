package io.sharq.spi;

import io.sharq.api.Blocker;
import io.sharq.api.QueueKey;
import io.sharq.api.Stamp;
import java.util.OptionalLong;

/**
 * A queue, described.
 *
 * @param queue the queue
 * @param intervalMillis its interval
 * @param pinned whether enqueues leave the interval alone
 * @param ordered whether it is strictly first in, first out
 * @param concurrency the cap on its active jobs, 0 for none
 * @param paused whether it is paused itself
 * @param typePaused whether its type is paused
 * @param heldUntilMicros until when it is held, if it is
 * @param holdReason why it is held; empty if it is not
 * @param length its jobs that wait, {@code QUEUED} or {@code SCHEDULED}
 * @param delayed those of them that are {@code SCHEDULED}
 * @param active its jobs under a lease
 * @param dead its dead jobs
 * @param blocker why it releases nothing now
 * @param nextReleaseAtMicros the instant at which it may release a job next, where only time must pass; now if it may
 *     at once
 * @param stamp when it was looked at
 */
public record QueueView(
        QueueKey queue,
        long intervalMillis,
        boolean pinned,
        boolean ordered,
        int concurrency,
        boolean paused,
        boolean typePaused,
        OptionalLong heldUntilMicros,
        String holdReason,
        long length,
        long delayed,
        long active,
        long dead,
        Blocker blocker,
        OptionalLong nextReleaseAtMicros,
        Stamp stamp) {}
