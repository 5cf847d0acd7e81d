package io.sharq.rules.limit;

import io.sharq.api.limit.CalendarPeriod;
import java.time.LocalDate;

/**
 * The boundaries of a zone's calendar. A minute or an hour begins whenever the zone's clock shows a full one, or skips it. A
 * day, a week or a month begins at the first instant at which the clock shows its first date, and only once.
 */
final class Boundaries {
    private static final long MINUTE = 60_000_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    /** The days of a week before the first of January 1970, a Thursday. */
    private static final int DAYS_BEFORE_EPOCH = 3;

    private static final int DAYS_A_WEEK = 7;
    private static final int DAYS_A_MONTH = 30;

    private Boundaries() {}

    /** The length of a period; of a month, 30 days. */
    static long lengthMicros(CalendarPeriod per) {
        return switch (per) {
            case MINUTE -> MINUTE;
            case HOUR -> HOUR;
            case DAY -> DAY;
            case WEEK -> DAYS_A_WEEK * DAY;
            case MONTH -> DAYS_A_MONTH * DAY;
        };
    }

    /** The first boundary after an instant. */
    static long next(CalendarPeriod per, ZoneOffsets zone, long wallMicros) {
        return switch (per) {
            case MINUTE -> nextFull(MINUTE, zone, wallMicros);
            case HOUR -> nextFull(HOUR, zone, wallMicros);
            case DAY, WEEK, MONTH -> nextDate(per, zone, wallMicros);
        };
    }

    private static long nextFull(long unit, ZoneOffsets zone, long wallMicros) {
        int index = zone.indexAt(wallMicros);
        long candidate = fullAfter(unit, wallMicros, zone.offset(index));
        while (candidate >= zone.end(index)) {
            index++;
            if (index == zone.size()) {
                return ZoneOffsets.UNKNOWN;
            }
            long start = zone.from(index);
            long first = start + zone.offset(index);
            long before = start - 1 + zone.offset(index - 1);
            boolean begins =
                    Math.floorMod(first, unit) == 0 || Math.floorDiv(first, unit) > Math.floorDiv(before, unit);
            candidate = begins ? start : fullAfter(unit, start, zone.offset(index));
        }
        return candidate;
    }

    private static long fullAfter(long unit, long wallMicros, long offsetMicros) {
        return (Math.floorDiv(wallMicros + offsetMicros, unit) + 1) * unit - offsetMicros;
    }

    /** Where the clock is set back over midnight, the next date may have begun already: then the one after it is next. */
    private static long nextDate(CalendarPeriod per, ZoneOffsets zone, long wallMicros) {
        long day = Math.floorDiv(wallMicros + zone.offset(zone.indexAt(wallMicros)), DAY);
        long next;
        do {
            day = firstDayAfter(per, day);
            next = zone.firstAt(day * DAY);
        } while (next <= wallMicros);
        return next;
    }

    private static long firstDayAfter(CalendarPeriod per, long day) {
        return switch (per) {
            case WEEK -> (Math.floorDiv(day + DAYS_BEFORE_EPOCH, DAYS_A_WEEK) + 1) * DAYS_A_WEEK - DAYS_BEFORE_EPOCH;
            case MONTH ->
                LocalDate.ofEpochDay(day).withDayOfMonth(1).plusMonths(1).toEpochDay();
            default -> day + 1;
        };
    }
}
