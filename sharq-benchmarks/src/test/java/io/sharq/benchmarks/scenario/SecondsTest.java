package io.sharq.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SecondsTest {
    /** A server that needs 15 seconds. */
    private final Seconds warming = new Seconds(LongStream.range(0, 60)
            .map(second -> Math.min(1_500, 100 * second + 100))
            .toArray());

    @Test
    void theFirstTenAreApartFromThePlateau() {
        assertThat(warming.firstTen()).isEqualTo(550);
        assertThat(warming.plateau()).isEqualTo(1_500);
        assertThat(warming.isFlat()).isTrue();
    }

    @Test
    void itIsWarmFromTheFirstSecondAfterWhichItStaysNearThePlateau() {
        assertThat(warming.untilWarm()).isEqualTo(12);
        Seconds lucky = new Seconds(100, 1_000, 100, 100, 100, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000);
        assertThat(lucky.untilWarm()).isEqualTo(5);
    }

    @Test
    void aRateThatStillGrowsIsNoPlateau() {
        assertThat(new Seconds(LongStream.rangeClosed(1, 40).toArray()).isFlat())
                .isFalse();
    }

    @Test
    void aSecondWithoutAResponseIsSeen() {
        assertThat(warming.hasSilence()).isFalse();
        assertThat(new Seconds(5, 0, 5, 5).hasSilence()).isTrue();
    }
}
