package io.sharq.rules.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.limit.LimitParts;
import io.sharq.api.limit.Rate;
import java.time.Duration;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** A settlement computes the level as if what was used had been the cost. */
class SettlementTest {
    private static final long START = 1_000_000_000;
    private static final long MILLI = 1_000;

    /** One unit a millisecond. */
    private static final Rate RATE = new Rate(1, Duration.ofMillis(1), 1);

    private final LimitTerms terms =
            LimitTerms.of(new LimitParts(null, RATE, null, null, null, 100L), LimitTerms.NONE, START);
    private LimitState state = LimitState.made(1).changed(LimitTerms.NONE, terms, 2, at(START));

    private static LimitInstant at(long micros) {
        return new LimitInstant(micros, micros);
    }

    private long opens() {
        return state.opensAt(terms, at(START));
    }

    private void release(long number, long atMicros, long cost) {
        state = state.released(terms, number, cost, at(atMicros));
    }

    private void end(long number, long atMicros, long cost, long used) {
        state = state.ended(terms, number, cost, used, number, at(atMicros));
    }

    @Test
    void lessThanTheCostIsGivenBack() {
        release(10, START, 8);
        end(10, START + MILLI, 8, 5);

        assertThat(opens()).isEqualTo(START + 5 * MILLI);
    }

    @Test
    void moreThanTheCostIsTaken() {
        release(10, START, 8);
        end(10, START + MILLI, 8, 11);

        assertThat(opens()).isEqualTo(START + 11 * MILLI);
    }

    /** A plain subtraction would open it 2 ms early: the first cost had been forgotten when the level touched zero. */
    @Test
    void whatTheLevelHasForgottenIsNotGivenBack() {
        release(10, START, 2);
        release(20, START + 5 * MILLI, 4);
        end(10, START + 6 * MILLI, 2, 0);

        assertThat(opens()).isEqualTo(START + 9 * MILLI);
    }

    /** The level was zero for 3 of the 5 ms, which would have worked off 3 of the 4 units. */
    @Test
    void whatAnIdleLimitWouldHaveWorkedOffIsNotTaken() {
        release(10, START, 2);
        release(20, START + 5 * MILLI, 4);
        end(10, START + 6 * MILLI, 2, 6);

        assertThat(opens()).isEqualTo(START + 10 * MILLI);
    }

    /** The idle time that a first settlement has used up is not there for a second. */
    @Test
    void settlementsShareTheIdleTime() {
        release(10, START, 1);
        release(11, START, 1);
        release(20, START + 5 * MILLI, 4);
        end(10, START + 6 * MILLI, 1, 4);
        end(11, START + 6 * MILLI, 1, 4);

        assertThat(opens()).isEqualTo(START + 12 * MILLI);
    }

    @Test
    void aLeaseFromBeforeTheRateSettlesNothing() {
        end(2, START + MILLI, 1, 9);

        assertThat(opens()).isZero();
    }

    /** With more leases than the state keeps apart, a settlement may open the limit late, and never early. */
    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF, tries = 50)
    void manyLeasesAreNeverSettledEarly(@ForAll long seed, @ForAll @LongRange(min = 65, max = 300) long steps) {
        ManyLeases many = new ManyLeases(seed);
        many.play((int) steps);

        assertThat(many.mostEvents()).isEqualTo(RateLevel.MAX_EVENTS);
    }
}
