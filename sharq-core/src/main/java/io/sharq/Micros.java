package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** Spans and instants at the edge, as the numbers that backends take. */
final class Micros {
    private static final long NANOS_A_MICRO = 1_000;
    private static final long MICROS_A_MILLI = 1_000;
    private static final long NANOS_A_MILLI = 1_000_000;

    private Micros() {}

    /** A span in microseconds. */
    static long of(String field, Duration span) {
        if (Bounds.required(field, span).isNegative()
                || span.compareTo(Duration.of(Bounds.MAX_SPAN_MICROS, ChronoUnit.MICROS)) > 0) {
            throw new InvalidValueException(field, "It must be between zero and 365 days, but is " + span + ".");
        }
        if (span.toNanos() % NANOS_A_MICRO != 0) {
            throw new InvalidValueException(field, "It must be whole microseconds, but is " + span + ".");
        }
        return span.toNanos() / NANOS_A_MICRO;
    }

    /** A span of at least a microsecond, in microseconds. */
    static long positive(String field, Duration span) {
        if (Bounds.required(field, span).isZero()) {
            throw new InvalidValueException(
                    field, "It must be between a microsecond and 365 days, but is " + span + ".");
        }
        return of(field, span);
    }

    /** An interval in milliseconds. */
    static long intervalMillis(Duration interval) {
        if (Bounds.required("interval", interval).toNanosPart() % NANOS_A_MILLI != 0) {
            throw new InvalidValueException("interval", "It must be whole milliseconds, but is " + interval + ".");
        }
        return of("interval", interval) / MICROS_A_MILLI;
    }

    static long of(String field, Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Bounds.required(field, instant));
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
