package io.sharq.api.limit;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.util.Locale;

/** A period of the calendar. */
public enum CalendarPeriod {
    /** A minute, from its full minute. */
    MINUTE,
    /** An hour, from its full hour. An hour that the clock shows twice is two. */
    HOUR,
    /** A day, from midnight. A midnight that the clock shows twice begins its day once. */
    DAY,
    /** A week, from Monday's midnight. */
    WEEK,
    /** A month, from the midnight of its first day. */
    MONTH;

    /**
     * Finds the period of a word of the HTTP API.
     *
     * @param field the field's name
     * @param word the word, such as {@code day}
     * @return the period
     * @throws InvalidValueException if it is no such word
     */
    public static CalendarPeriod of(String field, String word) {
        for (CalendarPeriod period : values()) {
            if (period.word().equals(Bounds.required(field, word))) {
                return period;
            }
        }
        throw new InvalidValueException(field, "It must be minute, hour, day, week or month, but is " + word + ".");
    }

    /**
     * The period in the HTTP API.
     *
     * @return the word, such as {@code day}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
