package io.sharq.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failure: twice as long each time up to a bound, and half of it by chance, so that those who
 * failed together do not all come back together. As thread-safe as its source of chance.
 */
public final class Backoff {
    private static final int MAX_DOUBLINGS = 30;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;

    /**
     * A backoff.
     *
     * @param first about how long the first wait is, in whole milliseconds
     * @param longest how long a wait is at the most, in whole milliseconds
     * @param random the source of chance
     */
    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /**
     * The wait after a number of failures.
     *
     * @param failures how many there were, at least one
     * @return between half of it and all of it
     */
    public Duration after(int failures) {
        int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
        boolean isLongest = first.toMillis() > longest.toMillis() >> doublings;
        long whole = isLongest ? longest.toMillis() : first.toMillis() << doublings;
        return Duration.ofMillis(whole / 2 + random.nextLong(whole - whole / 2 + 1));
    }
}
