package io.sharq.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThrottlingTest {
    private static final long SECOND = 1_000_000;
    private static final long MAX = 10 * SECOND;
    private static final long NOW = 1_000 * SECOND;
    private static final Throttling NONE = new Throttling(0, 0, 0);

    @Test
    void aThrottleThatNamesATimeHoldsForThatTimeAndDoesNotGrow() {
        assertThat(NONE.after(5, 30 * SECOND, MAX, NOW, 8)).isEqualTo(new Throttling(0, 8, NOW + 30 * SECOND));
    }

    @Test
    void aHoldIsNeverShortened() {
        Throttling held = new Throttling(0, 0, NOW + 60 * SECOND);

        assertThat(held.after(5, 30 * SECOND, MAX, NOW, 8)).isEqualTo(held);
        assertThat(held.after(5, null, MAX, NOW, 8)).isEqualTo(new Throttling(1, 8, NOW + 60 * SECOND));
    }

    @Test
    void throttlesThatNameNoTimeDoubleTheHoldUpToTheLongest() {
        Throttling state = NONE;
        long now = NOW;
        for (long seconds : new long[] {1, 2, 4, 8, 10, 10}) {
            state = state.after(now, null, MAX, now, now);

            assertThat(state.heldUntilMicros()).isEqualTo(now + seconds * SECOND);
            now = state.heldUntilMicros();
        }
    }

    @Test
    void aJobThatWasOutWhenTheHoldBeganDoesNotRaiseIt() {
        Throttling held = NONE.after(5, null, MAX, NOW, 8);

        assertThat(held.after(7, null, MAX, NOW + SECOND, 9)).isEqualTo(held);
        assertThat(held.after(8, null, MAX, NOW + SECOND, 9)).isEqualTo(new Throttling(2, 9, NOW + 3 * SECOND));
    }

    @Test
    void theGrowthIsForgottenAfterAQuietSpan() {
        Throttling held = new Throttling(4, 8, NOW);

        assertThat(held.after(9, null, MAX, NOW + MAX - 1, 20).level()).isEqualTo(5);
        assertThat(held.after(9, null, MAX, NOW + MAX, 20)).isEqualTo(new Throttling(1, 20, NOW + MAX + SECOND));
    }

    @Test
    void theGreatestLevelReachesTheLongestHoldOfAll() {
        long year = 365L * 24 * 60 * 60 * SECOND;
        Throttling held = new Throttling(Throttling.MAX_LEVEL, 8, NOW);

        assertThat(held.after(9, null, year, NOW, 20)).isEqualTo(new Throttling(Throttling.MAX_LEVEL, 20, NOW + year));
    }
}
