package io.sharq.api.limit;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;

/** The bounds of the values of limits, and the checks that enforce them (rule 17). */
public final class LimitBounds {
    /** The greatest number of limits that a queue may draw from. */
    public static final int MAX_LIMITS = 8;

    /** The greatest number of units of a quota, a rate, a burst or a settlement: 10^12. */
    public static final long MAX_UNITS = 1_000_000_000_000L;

    /** The greatest cost that a job may have of a limit that names none. */
    public static final long DEFAULT_MAX_COST = 100_000;

    /** The greatest number of windows of a limit's hours. */
    public static final int MAX_WINDOWS = 50;

    /** A rate is refused unless (burst + greatest cost) x period in microseconds, in lowest terms, is below this. */
    public static final long MAX_LEVEL = 1L << 52;

    private static final Duration MAX_SPAN = Duration.ofMillis(Bounds.MAX_INTERVAL_MILLIS);
    private static final int NANOS_A_MILLI = 1_000_000;

    private LimitBounds() {}

    /**
     * Checks a number of units.
     *
     * @param field the field's name
     * @param units the number
     * @param least the least number allowed
     * @return the number
     * @throws InvalidValueException if it is less, or greater than {@link #MAX_UNITS}
     */
    public static long units(String field, long units, long least) {
        return Bounds.range(field, units, least, MAX_UNITS);
    }

    /**
     * Checks a span: a millisecond to 365 days, in whole milliseconds.
     *
     * @param field the field's name
     * @param span the span
     * @return the span
     * @throws InvalidValueException if it is another
     */
    public static Duration span(String field, Duration span) {
        if (Bounds.required(field, span).compareTo(Duration.ofMillis(1)) < 0 || span.compareTo(MAX_SPAN) > 0) {
            throw new InvalidValueException(
                    field, "It must be between 1 millisecond and 365 days, but is " + span + ".");
        }
        if (span.toNanosPart() % NANOS_A_MILLI != 0) {
            throw new InvalidValueException(field, "It must be whole milliseconds, but is " + span + ".");
        }
        return span;
    }

    /**
     * Finds the time zone of an id.
     *
     * @param field the field's name
     * @param id the id, such as {@code America/New_York} or {@code +02:00}
     * @return the zone
     * @throws InvalidValueException if this Java knows no such zone
     */
    public static ZoneId zone(String field, String id) {
        try {
            return ZoneId.of(Bounds.required(field, id));
        } catch (DateTimeException e) {
            throw new InvalidValueException(
                    field, "It must be a time zone such as America/New_York, but is " + id + ".", e);
        }
    }
}
