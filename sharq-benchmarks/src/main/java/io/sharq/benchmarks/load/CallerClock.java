package io.sharq.benchmarks.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The wall clock of this process. On one machine it is the clock of a Redis too, which gives wall time. */
final class CallerClock {
    private CallerClock() {}

    /** Microseconds since 1970. */
    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
