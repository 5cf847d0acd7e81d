package io.sharq.worker.recurrence;

import io.sharq.api.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The whole multiples of a span since 1970.
 *
 * @param span whole microseconds, from a millisecond to 365,000 days
 */
public record SpanTimes(Duration span) implements Times {
    private static final Duration MIN = Duration.ofMillis(1);
    private static final Duration MAX = Duration.ofDays(365_000);

    /**
     * Checks the span.
     *
     * @throws InvalidValueException if it is out of range or not whole microseconds
     */
    public SpanTimes {
        if (span.compareTo(MIN) < 0 || span.compareTo(MAX) > 0) {
            throw new InvalidValueException(
                    "recurrence", "Its span must be between a millisecond and 365,000 days, but is " + span + ".");
        }
        if (!span.equals(span.truncatedTo(ChronoUnit.MICROS))) {
            throw new InvalidValueException("recurrence", "Its span must be whole microseconds, but is " + span + ".");
        }
    }

    @Override
    public Optional<Instant> next(Instant after) {
        return Optional.of(multiple(Math.floorDiv(micros(after), micros()) + 1));
    }

    @Override
    public Optional<Instant> last(Instant upTo) {
        return Optional.of(multiple(Math.floorDiv(micros(upTo), micros())));
    }

    private Instant multiple(long count) {
        return Instant.EPOCH.plus(Math.multiplyExact(count, micros()), ChronoUnit.MICROS);
    }

    private long micros() {
        return span.dividedBy(Duration.of(1, ChronoUnit.MICROS));
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
