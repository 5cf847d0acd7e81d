package io.sharq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** When the next round of upkeep is made. */
class UpkeepPauseTest {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Test
    void theNextRoundComesAfterTheInterval() {
        assertThat(new UpkeepRound.Ended(OptionalLong.empty()).pause(INTERVAL)).isEqualTo(INTERVAL);
    }

    @Test
    void aTypeThatIsLeftToAnotherClientBringsTheNextRoundForward() {
        assertThat(new UpkeepRound.Ended(OptionalLong.of(500_000)).pause(INTERVAL))
                .isEqualTo(Duration.ofMillis(500));
        assertThat(new UpkeepRound.Ended(OptionalLong.of(0)).pause(INTERVAL)).isEqualTo(Duration.ZERO);
    }

    @Test
    void itNeverPutsTheNextRoundOff() {
        assertThat(new UpkeepRound.Ended(OptionalLong.of(5_000_000)).pause(INTERVAL))
                .isEqualTo(INTERVAL);
    }
}
