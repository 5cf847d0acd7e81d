package io.sharq.rules.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.EpochMicros;
import io.sharq.api.limit.CalendarPeriod;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundariesTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a minute, MINUTE, UTC, 2026-01-01T00:00:30Z, 2026-01-01T00:01:00Z",
        "a boundary is not its own next one, MINUTE, UTC, 2026-01-01T00:01:00Z, 2026-01-01T00:02:00Z",
        "an hour of a zone off by 45 minutes, HOUR, Asia/Kathmandu, 2026-01-01T00:00:00Z, 2026-01-01T00:15:00Z",
        "a day until midnight Pacific, DAY, America/Los_Angeles, 2026-01-01T07:59:59.999999Z, 2026-01-01T08:00:00Z",
        "the day of 23 hours, DAY, America/New_York, 2026-03-08T05:00:00Z, 2026-03-09T04:00:00Z",
        "the day of 25 hours, DAY, America/New_York, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
        "the hour that the clock skips, HOUR, America/New_York, 2026-03-08T06:30:00Z, 2026-03-08T07:00:00Z",
        "the hour that comes twice begins again, HOUR, America/New_York, 2026-11-01T05:30:00Z, 2026-11-01T06:00:00Z",
        "and ends, HOUR, America/New_York, 2026-11-01T06:30:00Z, 2026-11-01T07:00:00Z",
        "half an hour that comes twice begins no hour, HOUR, Australia/Lord_Howe, 2026-04-04T14:30:00Z, "
                + "2026-04-04T15:30:00Z",
        "a midnight that the clock skips, DAY, Africa/Cairo, 2026-04-23T12:00:00Z, 2026-04-23T22:00:00Z",
        "a midnight that comes twice begins a day once, DAY, America/St_Johns, 2010-11-07T02:00:00Z, "
                + "2010-11-07T02:30:00Z",
        "and not again, DAY, America/St_Johns, 2010-11-07T02:45:00Z, 2010-11-08T03:30:00Z",
        "a date that the zone skips, DAY, Pacific/Apia, 2011-12-30T09:00:00Z, 2011-12-30T10:00:00Z",
        "a week begins on Monday, WEEK, Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T22:00:00Z",
        "a month, MONTH, Europe/Berlin, 2026-02-01T00:00:00Z, 2026-02-28T23:00:00Z",
        "the last month of a year, MONTH, UTC, 2026-12-31T23:59:59Z, 2027-01-01T00:00:00Z"
    })
    void theNextBoundary(String name, CalendarPeriod per, String zone, String at, String next) {
        long wall = EpochMicros.of(Instant.parse(at));
        ZoneOffsets offsets = ZoneOffsets.of(ZoneId.of(zone), wall);

        assertThat(EpochMicros.toInstant(Boundaries.next(per, offsets, wall))).isEqualTo(Instant.parse(next));
    }

    @Test
    void offsetsAreRenewedBeforeTheyEnd() {
        long wall = EpochMicros.of(Instant.parse("2026-01-01T00:00:00Z"));
        long year = 365L * 86_400_000_000L;
        ZoneOffsets offsets = ZoneOffsets.of(ZoneId.of("Europe/Berlin"), wall);

        assertThat(offsets.renewedAt(wall + year)).isSameAs(offsets);
        assertThat(offsets.renewedAt(wall - year)).isSameAs(offsets);
        assertThat(offsets.renewedAt(wall + 2 * year)).isNotEqualTo(offsets);
        assertThat(Boundaries.next(CalendarPeriod.DAY, offsets, wall + 3 * year))
                .isEqualTo(ZoneOffsets.UNKNOWN);
    }
}
