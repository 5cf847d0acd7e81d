package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.EpochMicros;
import io.sharq.api.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Conversions of spans and instants to microseconds and milliseconds, the units of the backends, with range checks. */
final class Micros {
    private static final long NANOS_A_MICRO = 1_000;
    private static final long MICROS_A_MILLI = 1_000;
    private static final long NANOS_A_MILLI = 1_000_000;

    private Micros() {}

    /** Converts a span to microseconds. */
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

    /** Converts a span of at least a microsecond to microseconds. */
    static long positive(String field, Duration span) {
        if (Bounds.required(field, span).isZero()) {
            throw new InvalidValueException(
                    field, "It must be between a microsecond and 365 days, but is " + span + ".");
        }
        return of(field, span);
    }

    /** Converts an interval to milliseconds. */
    static long intervalMillis(Duration interval) {
        if (Bounds.required("interval", interval).toNanosPart() % NANOS_A_MILLI != 0) {
            throw new InvalidValueException("interval", "It must be whole milliseconds, but is " + interval + ".");
        }
        return of("interval", interval) / MICROS_A_MILLI;
    }

    static long of(String field, Instant instant) {
        return EpochMicros.of(Bounds.required(field, instant));
    }

    static Duration toDuration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
