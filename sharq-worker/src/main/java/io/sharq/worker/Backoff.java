package io.sharq.worker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a failed request waits: twice as long each time, and half of it by chance, so that failures spread. */
final class Backoff {
    private static final int MAX_DOUBLINGS = 30;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;

    Backoff(WorkerSettings settings, RandomGenerator random) {
        this.first = settings.firstBackoff();
        this.longest = settings.longestBackoff();
        this.random = random;
    }

    /** After a number of deliveries, at least one. */
    Duration after(int deliveries) {
        int doublings = Math.min(deliveries - 1, MAX_DOUBLINGS);
        boolean isLongest = first.toMillis() > longest.toMillis() >> doublings;
        long whole = isLongest ? longest.toMillis() : first.toMillis() << doublings;
        return Duration.ofMillis(whole / 2 + random.nextLong(whole - whole / 2 + 1));
    }
}
