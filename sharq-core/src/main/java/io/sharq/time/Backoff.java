package io.sharq.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * An exponential backoff with jitter. The wait doubles with each failure up to a bound. Half of it is random, so that
 * clients that failed together do not retry together. As thread-safe as its random generator.
 */
public final class Backoff {
    private static final int MAX_DOUBLINGS = 30;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;

    /**
     * Creates a backoff.
     *
     * @param first the upper bound of the first wait, in whole milliseconds
     * @param longest the upper bound of every wait, in whole milliseconds
     * @param random the random generator
     */
    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /**
     * The wait after a number of failures.
     *
     * @param failures the number of failures, at least one
     * @return a random span between half of the wait and all of it
     */
    public Duration after(int failures) {
        int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
        boolean isLongest = first.toMillis() > longest.toMillis() >> doublings;
        long whole = isLongest ? longest.toMillis() : first.toMillis() << doublings;
        return Duration.ofMillis(whole / 2 + random.nextLong(whole - whole / 2 + 1));
    }
}
