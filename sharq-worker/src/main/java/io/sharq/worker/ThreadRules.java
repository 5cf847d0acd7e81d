package io.sharq.worker;

import java.time.Duration;

/**
 * How fast a thread goes, and how many of its requests are performed at once.
 *
 * @param interval the least time between two requests, zero for none; with one, a batch is a single request
 * @param concurrency how many requests may be in work at once, 0 for strict order: one worker at a time, first in, first
 *     out
 */
public record ThreadRules(Duration interval, int concurrency) {
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
