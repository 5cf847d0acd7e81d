package io.sharq.api.limit;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A window of the wall clock on some days of the week. A window whose end is not after its start ends on the next day, so 22:00
 * to 06:00 is a night; an end of 00:00 is the end of the day, and 00:00 to 00:00 is the whole day.
 *
 * @param days the days on which it begins, at least one
 * @param from the first time that is inside, in whole microseconds
 * @param to the first time that is no longer inside, in whole microseconds
 */
public record HourWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    private static final int NANOS_A_MICRO = 1_000;

    /**
     * Checks every value and copies the days.
     *
     * @param days the days on which it begins
     * @param from the first time that is inside
     * @param to the first time that is no longer inside
     * @throws InvalidValueException if the window is never open, or one is null or of another form
     */
    public HourWindow {
        if (Bounds.required("hours.days", days).isEmpty()) {
            throw new InvalidValueException("hours.days", "It must name at least one day, or the window never opens.");
        }
        days.forEach(day -> Bounds.required("hours.days", day));
        days = Collections.unmodifiableSet(EnumSet.copyOf(days));
        checkMicros("hours.from", from);
        checkMicros("hours.to", to);
        if (from.equals(to) && !from.equals(LocalTime.MIDNIGHT)) {
            throw new InvalidValueException(
                    "hours.to",
                    "It must differ from `hours.from`, or the window never opens; a whole day is 00:00 to 24:00.");
        }
    }

    private static void checkMicros(String field, LocalTime time) {
        if (Bounds.required(field, time).toNanoOfDay() % NANOS_A_MICRO != 0) {
            throw new InvalidValueException(field, "It must be whole microseconds, but is " + time + ".");
        }
    }
}
