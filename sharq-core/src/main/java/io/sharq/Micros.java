package io.sharq;

import io.sharq.api.InvalidValueException;
import io.sharq.api.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** Spans and instants at the edge, as the numbers that backends take. */
final class Micros {
    private static final long NANOS_A_MICRO = 1_000;
    private static final long MICROS_A_MILLI = 1_000;

    private Micros() {}

    /** A span in microseconds. */
    static long of(String field, Duration span) {
        if (span.isNegative() || span.compareTo(Duration.of(Limits.MAX_SPAN_MICROS, ChronoUnit.MICROS)) > 0) {
            throw new InvalidValueException(field, "It must be between zero and 365 days, but is " + span + ".");
        }
        if (span.toNanos() % NANOS_A_MICRO != 0) {
            throw new InvalidValueException(field, "It must be whole microseconds, but is " + span + ".");
        }
        return span.toNanos() / NANOS_A_MICRO;
    }

    /** An interval in milliseconds. */
    static long intervalMillis(Duration interval) {
        long micros = of("interval", interval);
        if (micros % MICROS_A_MILLI != 0) {
            throw new InvalidValueException("interval", "It must be whole milliseconds, but is " + interval + ".");
        }
        return micros / MICROS_A_MILLI;
    }

    static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static Optional<Instant> toInstant(OptionalLong micros) {
        return micros.isPresent() ? Optional.of(toInstant(micros.getAsLong())) : Optional.empty();
    }

    static Duration toDuration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
