package io.sharq.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The clock of a backend (rule 1). A test can supply one that it moves by hand. Implementations are thread-safe. */
@FunctionalInterface
public interface TimeSource {
    /**
     * The current time.
     *
     * @return microseconds since 1970-01-01T00:00:00Z
     */
    long nowMicros();

    /**
     * A clock that starts at the system's wall clock and continues by its monotonic clock, so that it never steps
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
