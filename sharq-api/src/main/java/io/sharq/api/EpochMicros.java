package io.sharq.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** Conversions between instants and microseconds since 1970-01-01T00:00:00Z, the unit of the backends. */
public final class EpochMicros {
    private EpochMicros() {}

    /**
     * Converts microseconds to an instant.
     *
     * @param micros microseconds since the epoch
     * @return the instant
     */
    public static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /**
     * Converts optional microseconds to an optional instant.
     *
     * @param micros microseconds since the epoch
     * @return the instant
     */
    public static Optional<Instant> toInstant(OptionalLong micros) {
        return micros.isPresent() ? Optional.of(toInstant(micros.getAsLong())) : Optional.empty();
    }

    /**
     * Converts an instant to microseconds, rounding down.
     *
     * @param instant the instant
     * @return microseconds since the epoch
     * @throws ArithmeticException if the instant is more than 292,000 years from the epoch
     */
    public static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
