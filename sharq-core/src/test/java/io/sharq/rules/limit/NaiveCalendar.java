package io.sharq.rules.limit;

import io.sharq.api.EpochMicros;
import io.sharq.api.limit.CalendarPeriod;
import io.sharq.api.limit.HourWindow;
import io.sharq.api.limit.Hours;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** Boundaries and hours by java.time, from their statements. */
final class NaiveCalendar {
    private NaiveCalendar() {}

    /** The last boundary at or before an instant. */
    static long lastBoundary(CalendarPeriod per, ZoneId zone, long wallMicros) {
        Instant instant = EpochMicros.toInstant(wallMicros);
        ZonedDateTime local = instant.atZone(zone);
        return EpochMicros.of(
                switch (per) {
                    case MINUTE -> local.truncatedTo(ChronoUnit.MINUTES).toInstant();
                    case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
                    case DAY, WEEK, MONTH -> lastDate(per, zone, instant, local.toLocalDate());
                });
    }

    /** A date may begin, and the clock be set back into the date before: it does not begin again. */
    private static Instant lastDate(CalendarPeriod per, ZoneId zone, Instant instant, LocalDate date) {
        LocalDate first = first(per, date.plusDays(1));
        Instant start = first.atStartOfDay(zone).toInstant();
        return start.isAfter(instant) ? first(per, date).atStartOfDay(zone).toInstant() : start;
    }

    private static LocalDate first(CalendarPeriod per, LocalDate date) {
        return switch (per) {
            case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> date.withDayOfMonth(1);
            default -> date;
        };
    }

    /** Whether the wall clock of the zone is inside one of the windows. */
    static boolean isInside(Hours hours, long wallMicros) {
        LocalDateTime local =
                EpochMicros.toInstant(wallMicros).atZone(hours.zone()).toLocalDateTime();
        return hours.windows().stream().anyMatch(window -> isInside(window, local));
    }

    private static boolean isInside(HourWindow window, LocalDateTime local) {
        LocalTime time = local.toLocalTime();
        boolean today = window.days().contains(local.getDayOfWeek());
        boolean yesterday = window.days().contains(local.getDayOfWeek().minus(1));
        if (window.from().isBefore(window.to())) {
            return today && !time.isBefore(window.from()) && time.isBefore(window.to());
        }
        return (today && !time.isBefore(window.from())) || (yesterday && time.isBefore(window.to()));
    }
}
