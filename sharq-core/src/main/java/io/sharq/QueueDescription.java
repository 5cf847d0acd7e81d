package io.sharq;

import io.sharq.api.Blocker;
import io.sharq.api.QueueKey;
import io.sharq.spi.QueueView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A queue, described.
 *
 * @param queue the queue
 * @param interval the time between two releases
 * @param pinned whether enqueues leave the interval alone
 * @param ordered whether it is strictly first in, first out
 * @param concurrency the cap on its active jobs, 0 for none
 * @param paused whether it is paused itself
 * @param typePaused whether its type is paused
 * @param heldUntil until when it is held, if it is
 * @param holdReason why it is held; empty if it is not
 * @param length its jobs that wait
 * @param delayed those of them that are scheduled for later
 * @param active its jobs under a lease
 * @param dead its dead jobs
 * @param blocker why it releases nothing now
 * @param nextRelease when it may release a job next, where only time must pass
 * @param at when it was looked at
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
        Instant at) {
    static QueueDescription of(QueueView view) {
        return new QueueDescription(
                view.queue(),
                Duration.ofMillis(view.intervalMillis()),
                view.pinned(),
                view.ordered(),
                view.concurrency(),
                view.paused(),
                view.typePaused(),
                Micros.toInstant(view.heldUntilMicros()),
                view.holdReason(),
                view.length(),
                view.delayed(),
                view.active(),
                view.dead(),
                view.blocker(),
                Micros.toInstant(view.nextReleaseAtMicros()),
                Micros.toInstant(view.stamp().atMicros()));
    }
}
