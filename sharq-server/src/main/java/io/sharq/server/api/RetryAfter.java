package io.sharq.server.api;

import io.sharq.api.QueueDescription;
import java.time.Duration;
import java.util.Optional;

/** Estimates the header {@code Retry-After} of a full queue, in whole seconds. */
final class RetryAfter {
    /** The estimate if the queue may release a job now, or is unknown. */
    static final long LEAST_SECONDS = 1;

    /** An interval may be a year, and may be changed meanwhile. */
    private static final long MOST_SECONDS = 3_600;

    /** The end of a pause is not known: an operator ends it. */
    private static final long PAUSED_SECONDS = 60;

    private RetryAfter() {}

    /**
     * The estimate for a queue.
     *
     * @param queue the queue, as it was after the refusal; none if it is gone
     * @return seconds from 1 to an hour: until the next release where one is due later, as with spacing and holds; otherwise
     *     the interval, since room comes once an interval; at least a minute while the queue or its type is paused
     */
    static long secondsFor(Optional<QueueDescription> queue) {
        return queue.map(RetryAfter::secondsFor).orElse(LEAST_SECONDS);
    }

    private static long secondsFor(QueueDescription queue) {
        long toRelease = queue.nextRelease()
                .map(next -> Duration.between(queue.stamp().at(), next))
                .filter(wait -> !wait.isNegative() && !wait.isZero())
                .map(RetryAfter::roundedUp)
                .orElseGet(() -> roundedUp(queue.interval()));
        long least = queue.paused() || queue.typePaused() ? PAUSED_SECONDS : LEAST_SECONDS;
        return Math.max(least, Math.min(toRelease, MOST_SECONDS));
    }

    private static long roundedUp(Duration span) {
        return span.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
