package io.sharq.worker;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.time.Duration;

/**
 * How fast a sub-queue goes, and how many of its requests are performed at once.
 *
 * @param interval the least time between two requests, zero for none; with one, a batch is a single request
 * @param concurrency how many requests may be in work at once, 0 for strict order: one worker at a time, first in, first
 *     out
 */
public record ThreadRules(Duration interval, int concurrency) {
    /**
     * Checks the values.
     *
     * @param interval the least time between two requests
     * @param concurrency how many requests may be in work at once
     * @throws InvalidValueException if one cannot be used
     */
    public ThreadRules {
        boolean isInterval = !interval.isNegative()
                && interval.compareTo(Duration.ofMillis(Bounds.MAX_INTERVAL_MILLIS)) <= 0
                && interval.equals(Duration.ofMillis(interval.toMillis()));
        if (!isInterval) {
            throw new InvalidValueException(
                    "interval", "It must be whole milliseconds from zero to 365 days, but is " + interval + ".");
        }
        Bounds.range("concurrency", concurrency, 0, Bounds.MAX_COUNT);
    }

    /** Strict order, as fast as it goes. */
    public static final ThreadRules STRICT = new ThreadRules(Duration.ZERO, 0);

    /**
     * Strict order, a request in each interval.
     *
     * @param interval the interval, in whole milliseconds
     * @return the rules
     */
    public static ThreadRules every(Duration interval) {
        return new ThreadRules(interval, 0);
    }

    boolean isStrict() {
        return concurrency == 0;
    }
}
