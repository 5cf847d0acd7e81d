package io.sharq.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdvanceUntilTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualTime time = ManualTime.startingAt(START);
    private final List<Integer> rung = new ArrayList<>();

    private void alarm(int seconds) {
        time.schedule(Duration.ofSeconds(seconds), () -> rung.add(seconds));
    }

    @Test
    void theClockStopsAtTheAlarmThatFulfilsTheCondition() {
        alarm(1);
        alarm(2);
        alarm(3);

        assertThat(time.advanceUntil(() -> rung.contains(2), Duration.ofSeconds(10)))
                .isTrue();

        assertThat(rung).containsExactly(1, 2);
        assertThat(time.now()).isEqualTo(START.plusSeconds(2));
    }

    @Test
    void aConditionThatHoldsMovesNothing() {
        alarm(0);

        assertThat(time.advanceUntil(() -> true, Duration.ofSeconds(10))).isTrue();

        assertThat(rung).isEmpty();
        assertThat(time.now()).isEqualTo(START);
    }

    @Test
    void theSpanEndsWithoutTheCondition() {
        alarm(1);
        alarm(5);

        assertThat(time.advanceUntil(() -> false, Duration.ofSeconds(4))).isFalse();

        assertThat(rung).containsExactly(1);
        assertThat(time.now()).isEqualTo(START.plusSeconds(4));
    }

    @Test
    void theConditionIsCheckedAtTheEndOfTheSpan() {
        assertThat(time.advanceUntil(() -> time.now().equals(START.plusSeconds(4)), Duration.ofSeconds(4)))
                .isTrue();
    }
}
