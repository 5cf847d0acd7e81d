package io.sharq.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A clock that a backend reads (rule 1). A test supplies its own and moves it by hand. Implementations are thread-safe.
 */
@FunctionalInterface
public interface TimeSource {
    /**
     * The instant now.
     *
     * @return microseconds since 1970-01-01T00:00:00Z
     */
    long nowMicros();

    /**
     * A clock that starts at the system's wall clock and then goes on with its monotonic clock, so that it never steps
     * back.
     *
     * @return a new clock
     */
    static TimeSource steady() {
        long startMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        long startNanos = System.nanoTime();
        return () -> startMicros + (System.nanoTime() - startNanos) / 1_000;
    }
}
