package io.sharq.rules.limit;

import io.sharq.api.limit.CalendarQuota;
import io.sharq.api.limit.Hours;
import io.sharq.api.limit.LimitParts;
import io.sharq.api.limit.Quota;
import io.sharq.api.limit.Rate;
import io.sharq.api.limit.RollingQuota;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a limit as the numbers that decide, null or 0 for a part that it does not have.
 *
 * @param intervalMicros the time between two releases
 * @param rate the rate
 * @param rolling the rolling quota
 * @param calendar the calendar quota
 * @param concurrency the most jobs under leases
 * @param hours the hours
 */
public record LimitTerms(
        long intervalMicros,
        @Nullable RateTerms rate,
        @Nullable RollingTerms rolling,
        @Nullable CalendarTerms calendar,
        int concurrency,
        @Nullable WeekHours hours) {
    /** No parts. */
    public static final LimitTerms NONE = new LimitTerms(0, null, null, null, 0, null);

    private static final long MICROS_A_MILLI = 1_000;

    /**
     * The terms of a limit's parts.
     *
     * @param parts the parts
     * @param before the terms before, in whose scale the rate stays if it can
     * @param wallMicros the wall clock, from which on the offsets of zones are looked up
     * @return the terms
     */
    public static LimitTerms of(LimitParts parts, LimitTerms before, long wallMicros) {
        Duration interval = parts.interval();
        Rate rate = parts.rate();
        Integer concurrency = parts.concurrency();
        return new LimitTerms(
                interval == null ? 0 : micros(interval),
                rate == null ? null : RateTerms.of(rate, parts.costBound(), before.rate),
                rolling(parts.quota()),
                calendar(parts.quota(), before.calendar, wallMicros),
                concurrency == null ? 0 : concurrency,
                hours(parts.hours(), before.hours, wallMicros));
    }

    private static @Nullable RollingTerms rolling(@Nullable Quota quota) {
        return quota instanceof RollingQuota rolling ? new RollingTerms(rolling.units(), micros(rolling.span())) : null;
    }

    private static @Nullable CalendarTerms calendar(
            @Nullable Quota quota, @Nullable CalendarTerms before, long wallMicros) {
        if (!(quota instanceof CalendarQuota calendar)) {
            return null;
        }
        ZoneOffsets known = before == null ? null : before.zone();
        return new CalendarTerms(calendar.units(), calendar.per(), offsets(calendar.zone(), known, wallMicros));
    }

    private static @Nullable WeekHours hours(@Nullable Hours hours, @Nullable WeekHours before, long wallMicros) {
        if (hours == null) {
            return null;
        }
        ZoneOffsets known = before == null ? null : before.zone();
        return WeekHours.of(hours, offsets(hours.zone(), known, wallMicros));
    }

    private static ZoneOffsets offsets(ZoneId zone, @Nullable ZoneOffsets known, long wallMicros) {
        return known != null && known.id().equals(zone.getId())
                ? known.renewedAt(wallMicros)
                : ZoneOffsets.of(zone, wallMicros);
    }

    private static long micros(Duration span) {
        return span.toMillis() * MICROS_A_MILLI;
    }

    /**
     * These terms with offsets of zones that reach at least a year beyond an instant.
     *
     * @param wallMicros the instant of the wall clock
     * @return these terms, or new ones
     */
    public LimitTerms renewedAt(long wallMicros) {
        CalendarTerms newCalendar = calendar == null
                ? null
                : new CalendarTerms(
                        calendar.units(), calendar.per(), calendar.zone().renewedAt(wallMicros));
        WeekHours newHours = hours == null
                ? null
                : new WeekHours(hours.windows(), hours.zone().renewedAt(wallMicros));
        return new LimitTerms(intervalMicros, rate, rolling, newCalendar, concurrency, newHours);
    }
}
