package io.sharq.tck.differential;

import io.sharq.api.limit.CalendarPeriod;
import io.sharq.api.limit.CalendarQuota;
import io.sharq.api.limit.HourWindow;
import io.sharq.api.limit.Hours;
import io.sharq.api.limit.LimitPart;
import io.sharq.api.limit.LimitParts;
import io.sharq.api.limit.Quota;
import io.sharq.api.limit.Rate;
import io.sharq.api.limit.RollingQuota;
import io.sharq.spi.LimitChange;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The changes of limits that sequences make. */
public enum LimitPartsOf {
    /** Changes nothing: makes a limit that is always open. */
    NOTHING(LimitParts.NONE),
    /** Ends all parts. */
    ENDED(LimitParts.NONE, EnumSet.allOf(LimitPart.class)),
    /** Two milliseconds between releases. */
    INTERVAL(new LimitParts(Duration.ofMillis(2), null, null, null, null, null)),
    /** A unit a millisecond. */
    RATE(rate(1, 1, 1)),
    /** Seven units in 3 ms, with a burst. */
    BURST(rate(7, 3, 3)),
    /** A unit in five milliseconds. */
    SLOW_RATE(rate(1, 5, 2)),
    /** Two units in 20 ms. */
    ROLLING(quota(new RollingQuota(2, Duration.ofMillis(20)))),
    /** Three units a minute in Berlin. */
    MINUTE(quota(new CalendarQuota(3, CalendarPeriod.MINUTE, ZoneId.of("Europe/Berlin")))),
    /** Nine units a day in New York. */
    DAY(quota(new CalendarQuota(9, CalendarPeriod.DAY, ZoneId.of("America/New_York")))),
    /** One job under a lease. */
    CONCURRENCY(new LimitParts(null, null, null, 1, null, null)),
    /** The hours in Los Angeles in which the first sequences play. */
    HOURS(hours());

    @SuppressWarnings("ImmutableEnumChecker") // A record that copies its set.
    private final LimitChange change;

    LimitPartsOf(LimitParts set) {
        this(set, Set.of());
    }

    LimitPartsOf(LimitParts set, Set<LimitPart> ended) {
        this.change = new LimitChange(set, ended);
    }

    private static LimitParts rate(long units, long periodMillis, long burst) {
        return new LimitParts(null, new Rate(units, Duration.ofMillis(periodMillis), burst), null, null, null, 5L);
    }

    private static LimitParts quota(@Nullable Quota quota) {
        return new LimitParts(null, null, quota, null, null, null);
    }

    private static LimitParts hours() {
        HourWindow window = new HourWindow(EnumSet.allOf(DayOfWeek.class), LocalTime.of(16, 0), LocalTime.of(16, 1));
        Hours hours = new Hours(List.of(window), ZoneId.of("America/Los_Angeles"));
        return new LimitParts(null, null, null, null, hours, null);
    }

    LimitChange change() {
        return change;
    }
}
