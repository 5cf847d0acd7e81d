package io.sharq.worker.loop;

import io.sharq.time.Backoff;
import java.time.Duration;

/**
 * The settings of a loop.
 *
 * @param idleWait how long it waits for a notification before it queries the store, and its pause after a failure
 * @param emptyLimit how many pauses it stays bound to an empty sub-queue
 * @param emptyPause how long such a pause is at the most
 * @param lease how long a renewed lease lasts
 * @param backoff how long a failed request waits
 */
public record LoopSettings(Duration idleWait, int emptyLimit, Duration emptyPause, Duration lease, Backoff backoff) {
    /** The same settings for a loop that never waits for requests. */
    public LoopSettings withoutWaits() {
        return new LoopSettings(Duration.ZERO, 0, Duration.ZERO, lease, backoff);
    }
}
