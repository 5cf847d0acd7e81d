package io.sharq.settings;

import io.sharq.api.InvalidValueException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * Durations in a range. A file writes them in milliseconds.
 *
 * @param least the shortest span
 * @param greatest the longest span
 * @param grain the unit of which a span supplied by a program must be a whole multiple
 */
public record Span(Duration least, Duration greatest, ChronoUnit grain) implements ValueType<Duration> {
    private static final List<ChronoUnit> UNITS = List.of(
            ChronoUnit.DAYS,
            ChronoUnit.HOURS,
            ChronoUnit.MINUTES,
            ChronoUnit.SECONDS,
            ChronoUnit.MILLIS,
            ChronoUnit.MICROS);

    @Override
    public Duration parse(String key, String text) {
        return Duration.ofMillis(
                WholeNumber.parse(key, text, leastMillis(), greatest.toMillis(), "a whole number of milliseconds"));
    }

    /** The shortest span in milliseconds, rounded up, because a file cannot write fractions of a millisecond. */
    private long leastMillis() {
        return least.plusNanos(999_999).toMillis();
    }

    @Override
    public Duration check(String key, Duration value) {
        if (value.compareTo(least) < 0 || value.compareTo(greatest) > 0) {
            throw new InvalidValueException(
                    key,
                    "It must be between " + inWords(least) + " and " + inWords(greatest) + ", but is " + value + ".");
        }
        if (!value.truncatedTo(grain).equals(value)) {
            throw new InvalidValueException(key, "It must be whole " + plural(grain) + ", but is " + value + ".");
        }
        return value;
    }

    @Override
    public String range() {
        return "ms, " + leastMillis() + " to " + greatest.toMillis();
    }

    @Override
    public String text(Duration value) {
        return String.valueOf(value.toMillis());
    }

    /**
     * Formats a span in words, in the largest unit that divides it.
     *
     * @param span the span
     * @return the words, such as {@code 365 days}
     */
    public static String inWords(Duration span) {
        for (ChronoUnit unit : UNITS) {
            if (!span.isZero() && span.toNanos() % unit.getDuration().toNanos() == 0) {
                long count = span.dividedBy(unit.getDuration());
                String one = plural(unit).substring(0, plural(unit).length() - 1);
                return count > 1 ? count + " " + plural(unit) : (unit == ChronoUnit.HOURS ? "an " : "a ") + one;
            }
        }
        return span.isZero() ? "zero" : span.toString();
    }

    private static String plural(ChronoUnit unit) {
        return switch (unit) {
            case MICROS -> "microseconds";
            case MILLIS -> "milliseconds";
            default -> unit.toString().toLowerCase(Locale.ROOT);
        };
    }
}
