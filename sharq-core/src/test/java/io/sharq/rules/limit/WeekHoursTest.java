package io.sharq.rules.limit;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.EpochMicros;
import io.sharq.api.limit.HourWindow;
import io.sharq.api.limit.Hours;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeekHoursTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Set<DayOfWeek> ALL_DAYS = EnumSet.allOf(DayOfWeek.class);

    private static HourWindow window(Set<DayOfWeek> days, String from, String to) {
        return new HourWindow(days, LocalTime.parse(from), LocalTime.parse(to));
    }

    private static String opens(String at, HourWindow... windows) {
        long wall = EpochMicros.of(Instant.parse(at));
        WeekHours hours = WeekHours.of(new Hours(List.of(windows), NEW_YORK), ZoneOffsets.of(NEW_YORK, wall));
        return EpochMicros.toInstant(hours.opensAt(wall)).toString();
    }

    @Test
    void insideAWindowTheOpeningIsItsStart() {
        HourWindow day = window(ALL_DAYS, "08:00", "21:00");

        assertThat(opens("2026-01-05T13:00:00Z", day)).isEqualTo("2026-01-05T13:00:00Z");
        assertThat(opens("2026-01-06T01:59:59.999999Z", day)).isEqualTo("2026-01-05T13:00:00Z");
        assertThat(opens("2026-01-06T02:00:00Z", day)).isEqualTo("2026-01-06T13:00:00Z");
        assertThat(opens("2026-01-05T12:59:59.999999Z", day)).isEqualTo("2026-01-05T13:00:00Z");
    }

    @Test
    void aWindowMayEndOnTheNextDayAndInTheNextWeek() {
        HourWindow night = window(Set.of(SUNDAY), "22:00", "06:00");

        assertThat(opens("2026-01-05T10:59:00Z", night)).isEqualTo("2026-01-05T05:00:00Z");
        assertThat(opens("2026-01-05T11:00:00Z", night)).isEqualTo("2026-01-12T03:00:00Z");
    }

    @Test
    void theWholeDayIsAWindow() {
        HourWindow friday = window(Set.of(FRIDAY), "00:00", "00:00");

        assertThat(opens("2026-01-09T04:59:59Z", friday)).isEqualTo("2026-01-09T05:00:00Z");
        assertThat(opens("2026-01-10T04:59:59Z", friday)).isEqualTo("2026-01-09T05:00:00Z");
        assertThat(opens("2026-01-10T05:00:00Z", friday)).isEqualTo("2026-01-16T05:00:00Z");
    }

    @Test
    void overlappingWindowsAreOne() {
        HourWindow early = window(Set.of(MONDAY), "08:00", "12:00");
        HourWindow late = window(Set.of(MONDAY), "11:00", "15:00");

        assertThat(opens("2026-01-05T19:00:00Z", early, late)).isEqualTo("2026-01-05T13:00:00Z");
    }

    /** On the 8th of March 2026, 02:00 to 03:00 does not exist in New York. */
    @Test
    void aWindowInTheHourThatTheClockSkipsOpensADayLater() {
        HourWindow skipped = window(ALL_DAYS, "02:15", "02:45");

        assertThat(opens("2026-03-07T08:00:00Z", skipped)).isEqualTo("2026-03-09T06:15:00Z");
    }

    @Test
    void aWindowAroundTheHourThatTheClockSkipsOpensAfterIt() {
        assertThat(opens("2026-03-07T12:00:00Z", window(Set.of(SUNDAY), "02:30", "05:00")))
                .isEqualTo("2026-03-08T07:00:00Z");
    }

    /** At 01:59:59 the window has not begun, and the clock jumps into its middle. */
    @Test
    void justBeforeTheClockJumpsIntoAWindowItIsClosed() {
        assertThat(opens("2026-03-08T06:59:59.999998Z", window(Set.of(SUNDAY), "02:30", "05:00")))
                .isEqualTo("2026-03-08T07:00:00Z");
    }

    /** On the 1st of November 2026, 01:00 to 02:00 comes twice in New York. */
    @Test
    void aWindowInTheHourThatComesTwiceOpensTwice() {
        HourWindow twice = window(ALL_DAYS, "01:15", "01:45");

        assertThat(opens("2026-11-01T05:00:00Z", twice)).isEqualTo("2026-11-01T05:15:00Z");
        assertThat(opens("2026-11-01T05:45:00Z", twice)).isEqualTo("2026-11-01T06:15:00Z");
        assertThat(opens("2026-11-01T06:45:00Z", twice)).isEqualTo("2026-11-02T06:15:00Z");
    }
}
