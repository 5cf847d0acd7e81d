package io.sharq.worker;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.time.Duration;

/**
 * The rate and the concurrency of a sub-queue. Immutable.
 *
 * @param interval the least time between two requests, in whole milliseconds, zero for none. With an interval, a batch is a
 *     single request
 * @param concurrency how many requests may be performed at once, or 0 for strict order: first in, first out, by one worker
 *     at a time
 */
public record SubQueueRules(Duration interval, int concurrency) {
    /** Strict order without an interval. */
    public static final SubQueueRules STRICT = new SubQueueRules(Duration.ZERO, 0);

    /**
     * Checks the values.
     *
     * @throws InvalidValueException if one is null or out of range
     */
    public SubQueueRules {
        boolean isInterval = !Bounds.required("interval", interval).isNegative()
                && interval.compareTo(Duration.ofMillis(Bounds.MAX_INTERVAL_MILLIS)) <= 0
                && interval.equals(Duration.ofMillis(interval.toMillis()));
        if (!isInterval) {
            throw new InvalidValueException(
                    "interval", "It must be whole milliseconds from zero to 365 days, but is " + interval + ".");
        }
        Bounds.range("concurrency", concurrency, 0, Bounds.MAX_COUNT);
    }

    /**
     * Strict order with one request in each interval.
     *
     * @param interval the interval, in whole milliseconds
     * @return the rules
     * @throws InvalidValueException if the interval is null or out of range
     */
    public static SubQueueRules every(Duration interval) {
        return new SubQueueRules(interval, 0);
    }

    boolean isStrict() {
        return concurrency == 0;
    }
}
