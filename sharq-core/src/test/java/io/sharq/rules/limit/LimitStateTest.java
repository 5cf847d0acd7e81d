package io.sharq.rules.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.limit.HourWindow;
import io.sharq.api.limit.Hours;
import io.sharq.api.limit.LimitParts;
import io.sharq.api.limit.Rate;
import io.sharq.api.limit.RollingQuota;
import io.sharq.rules.Readiness;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitStateTest {
    private static final long SECOND = 1_000_000;
    private static final long DAY = 86_400 * SECOND;
    private static final long NOW = 20_000 * DAY;

    private LimitParts parts = LimitParts.NONE;
    private LimitTerms terms = LimitTerms.NONE;
    private LimitState state = LimitState.made(1);

    private static LimitInstant at(long micros) {
        return new LimitInstant(micros, micros);
    }

    private void change(LimitParts to, long micros) {
        LimitTerms after = LimitTerms.of(to.checked(), terms, micros);
        state = state.changed(terms, after, micros, at(micros));
        terms = after;
        parts = to;
    }

    private void release(long micros, long cost) {
        state = state.released(terms, micros, cost, at(micros));
    }

    private long opens(long micros) {
        return state.opensAt(terms, at(micros));
    }

    private static LimitParts rate(long units, Duration period, long burst) {
        return new LimitParts(null, new Rate(units, period, burst), null, null, null, 1_000L);
    }

    @Test
    void aLimitWithoutPartsIsOpen() {
        assertThat(opens(NOW)).isZero();
    }

    @Test
    void anIntervalThatComesLaterCountsFromTheLastRelease() {
        release(NOW, 1);
        change(new LimitParts(Duration.ofSeconds(5), null, null, null, null, null), NOW + SECOND);

        assertThat(opens(NOW + SECOND)).isEqualTo(NOW + 5 * SECOND);
    }

    /** A burst of two keeps the fraction of a microsecond that a burst of one loses when the level reaches zero. */
    @Test
    void aRateOpensExactly() {
        change(rate(7, Duration.ofSeconds(1), 2), NOW);
        for (int i = -1; i <= 700; i++) {
            long opens = Math.max(NOW, opens(NOW));
            assertThat(opens).isEqualTo(NOW + Math.max(0, (i * SECOND + 6) / 7));
            release(opens, 1);
        }
    }

    /** The level is 3 units at the change, and 2 of them are above the new burst. */
    @Test
    void aChangedRateKeepsTheLevel() {
        change(rate(1, Duration.ofSeconds(1), 10), NOW);
        release(NOW, 5);
        change(rate(1, Duration.ofSeconds(10), 2), NOW + 2 * SECOND);

        assertThat(opens(NOW)).isEqualTo(NOW + 22 * SECOND);
    }

    @Test
    void aRateThatIsChangedAndChangedBackIsNoMoreThanAMicrosecondLate() {
        change(rate(1, Duration.ofMinutes(1), 1), NOW);
        release(NOW, 1);
        change(rate(1_000_000, Duration.ofSeconds(1), 1), NOW);
        change(rate(1, Duration.ofMinutes(1), 1), NOW);

        assertThat(opens(NOW)).isBetween(NOW + 60 * SECOND, NOW + 60 * SECOND + 1);
    }

    @Test
    void aCostAboveTheBurstTakesTheRateIntoDebt() {
        change(rate(1, Duration.ofSeconds(1), 3), NOW);
        release(NOW, 2);
        assertThat(opens(NOW)).isZero();
        release(NOW, 100);

        assertThat(opens(NOW)).isEqualTo(NOW + 100 * SECOND);
    }

    @Test
    void aQuotaOfWellSpacedReleasesIsBackExactlyInTime() {
        change(new LimitParts(null, null, new RollingQuota(2, Duration.ofDays(30)), null, null, null), NOW);
        release(NOW, 1);
        release(NOW + DAY, 1);

        assertThat(opens(NOW + DAY)).isEqualTo(NOW + 30 * DAY);
    }

    @Test
    void aSpanKeepsFewSlotsHoweverManyReleases() {
        change(new LimitParts(null, null, new RollingQuota(1_000_000, Duration.ofDays(1)), null, null, null), NOW);
        for (int i = 0; i < 10_000; i++) {
            release(NOW + i * DAY / 5_000, 1);
        }

        assertThat(state.rolling())
                .isNotNull()
                .satisfies(count -> assertThat(count.slots()).hasSizeLessThanOrEqualTo(65));
    }

    /** The rate opens at 21:30, when the hours have ended. */
    @Test
    void theHoursCountAtTheOpeningOfTheOtherParts() {
        Hours hours = new Hours(
                List.of(new HourWindow(EnumSet.allOf(DayOfWeek.class), LocalTime.of(8, 0), LocalTime.of(21, 0))),
                ZoneOffset.UTC);
        change(new LimitParts(null, new Rate(1, Duration.ofHours(1), 1), null, null, hours, 10L), NOW);
        long half = NOW + DAY * 41 / 48;
        release(half, 1);

        assertThat(opens(half)).isEqualTo(NOW + DAY + DAY / 3);
    }

    @Test
    void concurrencyCountsTheLeasesFromBeforeIt() {
        release(NOW, 1);
        change(new LimitParts(null, null, null, 1, null, null), NOW);
        assertThat(opens(NOW)).isEqualTo(Readiness.NEVER);
        state = state.ended(terms, NOW, 1, 1, NOW + 2, at(NOW + 2));

        assertThat(opens(NOW + 9)).isEqualTo(NOW + 2);
    }

    @Test
    void aLeaseFromBeforeTheLimitGivesNothingBack() {
        state = LimitState.made(NOW + 1);
        change(new LimitParts(null, null, null, 1, null, null), NOW + 1);
        release(NOW + 2, 1);
        state = state.ended(terms, NOW, 1, 1, NOW + 3, at(NOW + 3));

        assertThat(opens(NOW + 9)).isEqualTo(Readiness.NEVER);
    }

    @Test
    void aHeldOrPausedLimitIsClosed() {
        assertThat(state.heldUntil(NOW + 5).opensAt(terms, at(NOW))).isEqualTo(NOW + 5);
        assertThat(state.paused(true).opensAt(terms, at(NOW))).isEqualTo(Readiness.NEVER);
    }

    @Test
    void theTermsAreThoseOfTheParts() {
        change(rate(75, Duration.ofMinutes(1), 10), NOW);

        assertThat(terms.rate()).isNotNull().satisfies(rate -> {
            assertThat(rate.units()).isEqualTo(1);
            assertThat(rate.periodMicros()).isEqualTo(800_000);
            assertThat(rate.unit() / rate.fall()).isEqualTo(800_000);
        });
        assertThat(parts.costBound()).isEqualTo(1_000);
    }
}
