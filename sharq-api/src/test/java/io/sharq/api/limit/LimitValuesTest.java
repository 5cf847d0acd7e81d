package io.sharq.api.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.InvalidValueException;
import io.sharq.spi.LimitChange;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LimitValuesTest {
    private static final Set<DayOfWeek> MONDAY = Set.of(DayOfWeek.MONDAY);
    private static final HourWindow WINDOW = new HourWindow(MONDAY, LocalTime.of(8, 0), LocalTime.of(21, 0));

    private static LimitParts parts(Rate rate, Long maxCost) {
        return new LimitParts(null, rate, null, null, null, maxCost);
    }

    private static Arguments refused(String field, String fault, ThrowingCallable call) {
        return Arguments.of(field, fault, call);
    }

    static Stream<Arguments> refusals() {
        List<String> nine = IntStream.range(0, 9).mapToObj(i -> "limit-" + i).toList();
        return Stream.of(
                refused("queue_type", "but has U+0020", () -> new LimitKey("s ms", "a")),
                refused("limit", "1 to 200 characters", () -> new LimitKey("sms", "")),
                refused("rate.units", "but is 0", () -> new Rate(0, Duration.ofSeconds(1), 1)),
                refused(
                        "rate.units",
                        "but is 1000000000001",
                        () -> new Rate(1_000_000_000_001L, Duration.ofDays(1), 1)),
                refused("rate.period", "but is PT0S", () -> new Rate(1, Duration.ZERO, 1)),
                refused("rate.period", "whole milliseconds", () -> new Rate(1, Duration.ofNanos(1_500_000), 1)),
                refused("rate.period", "365 days", () -> new Rate(1, Duration.ofDays(366), 1)),
                refused("rate.burst", "but is 0", () -> new Rate(1, Duration.ofSeconds(1), 0)),
                refused("quota.units", "but is 0", () -> new RollingQuota(0, Duration.ofDays(1))),
                refused("quota.span", "but is PT-1S", () -> new RollingQuota(1, Duration.ofSeconds(-1))),
                refused("quota.units", "but is -1", () -> new CalendarQuota(-1, CalendarPeriod.DAY, ZoneOffset.UTC)),
                refused("quota.per", "but is year", () -> CalendarPeriod.of("quota.per", "year")),
                refused("quota.zone", "but is Mars/Olympus", () -> LimitBounds.zone("quota.zone", "Mars/Olympus")),
                refused("zone", "but is ", () -> LimitBounds.zone("zone", "")),
                refused(
                        "hours.days",
                        "never opens",
                        () -> new HourWindow(Set.of(), LocalTime.NOON, LocalTime.MIDNIGHT)),
                refused("hours.to", "never opens", () -> new HourWindow(MONDAY, LocalTime.NOON, LocalTime.NOON)),
                refused(
                        "hours.from",
                        "whole microseconds",
                        () -> new HourWindow(MONDAY, LocalTime.ofNanoOfDay(1), LocalTime.NOON)),
                refused("hours", "never opens", () -> new Hours(List.of(), ZoneOffset.UTC)),
                refused("hours", "but has 51", () -> new Hours(Collections.nCopies(51, WINDOW), ZoneOffset.UTC)),
                refused(
                        "interval",
                        "whole milliseconds",
                        () -> new LimitParts(Duration.ofNanos(1_000_001), null, null, null, null, null)),
                refused("concurrency", "but is 0", () -> new LimitParts(null, null, null, 0, null, null)),
                refused("max_cost", "but is 0", () -> parts(null, 0L)),
                refused(
                        "rate",
                        "at most 52124, but are 100001",
                        () -> parts(new Rate(1, Duration.ofDays(1), 1), null).checked()),
                refused("limits", "names a twice", () -> LimitNames.of("a", "b", "a")),
                refused("limits", "but there are 9", () -> new LimitNames(nine)),
                refused("limits", "U+0020", () -> LimitNames.of("a b")),
                refused("cost", "but is -1", () -> new Costs(-1, Map.of())),
                refused("costs.tpm", "but is -1", () -> new Costs(1, Map.of("tpm", -1L))),
                refused("used.tpm", "but is -5", () -> Used.of("tpm", -5)),
                refused("used", "U+0020", () -> Used.of("t m", 5)),
                refused(
                        "rate",
                        "both set and ended",
                        () -> new LimitChange(
                                parts(new Rate(1, Duration.ofDays(1), 1), null), Set.of(LimitPart.RATE))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    void aRefusalNamesTheFieldAndTheFault(String field, String fault, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("`" + field + "` has an invalid value.")
                .hasMessageContaining(fault);
    }

    /** A day holds 52,000 units of burst and cost together, a minute 75 million. */
    @Test
    void theLevelIsKeptBelowTwoToTheFiftyTwo() {
        assertThat(parts(new Rate(1, Duration.ofDays(1), 1), 52_123L).checked().costBound())
                .isEqualTo(52_123);
        assertThatThrownBy(
                        () -> parts(new Rate(1, Duration.ofDays(1), 1), 52_124L).checked())
                .isInstanceOf(InvalidValueException.class);
        assertThat(parts(new Rate(1, Duration.ofMinutes(1), 1), 75_000_000L)
                        .checked()
                        .costBound())
                .isEqualTo(75_000_000);
    }

    @Test
    void aRateIsCheckedInLowestTerms() {
        Rate rate = new Rate(200_000, Duration.ofDays(1), 1);

        assertThat(rate.lowestUnits()).isEqualTo(1);
        assertThat(rate.lowestPeriodMicros()).isEqualTo(432_000);
        assertThat(parts(rate, null).checked().costBound()).isEqualTo(100_000);
    }

    @Test
    void aChangeSetsAndEndsThePartsThatItNames() {
        Rate rate = new Rate(75, Duration.ofMinutes(1), 10);
        LimitParts before = new LimitParts(Duration.ofMillis(100), rate, null, 20, null, null);
        Hours hours = new Hours(List.of(WINDOW), ZoneId.of("America/New_York"));
        LimitParts set = new LimitParts(null, null, null, 5, hours, null);

        assertThat(new LimitChange(set, Set.of(LimitPart.INTERVAL)).appliedTo(before))
                .isEqualTo(new LimitParts(null, rate, null, 5, hours, null));
        assertThat(LimitChange.NONE.appliedTo(before)).isEqualTo(before);
    }

    @Test
    void aChangeThatDoesNotFitWhatStaysIsRefused() {
        LimitParts before = parts(new Rate(1, Duration.ofDays(1), 1), 100L);
        LimitChange change = new LimitChange(parts(null, 60_000L), Set.of());

        assertThatThrownBy(() -> change.appliedTo(before))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("`rate.burst` and `max_cost` together must be at most 52124, but are 60001");
    }

    @Test
    void aCostIsThatOfTheLimitOrOfAll() {
        Costs costs = new Costs(3, Map.of("tpm", 1_200L));

        assertThat(costs.of("tpm")).isEqualTo(1_200);
        assertThat(costs.of("rpm")).isEqualTo(3);
        assertThat(Costs.ONE.of("rpm")).isEqualTo(1);
    }

    @Test
    void whatWasUsedNamesSeveralLimits() {
        assertThat(Used.of("tpm", 2_310).and("rpm", 1).units()).isEqualTo(Map.of("tpm", 2_310L, "rpm", 1L));
    }

    @Test
    void aKeyIsWrittenAsAPath() {
        assertThat(new LimitKey("sms", "brand/a")).hasToString("sms/brand%2Fa");
    }
}
