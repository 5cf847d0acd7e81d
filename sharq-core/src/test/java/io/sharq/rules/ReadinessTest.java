package io.sharq.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Blocker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessTest {
    private static final long NOW = 1_000;

    @ParameterizedTest
    @CsvSource({
        // interval, last release, held, retry, paused, ordered, cap, active, queued, due, next, blocker
        "0,   0,    0,    0,    false, false, 0, 0, 1, -,    0,    NONE",
        "10,  0,    0,    0,    false, false, 0, 0, 1, -,    0,    NONE",
        "10,  990,  0,    0,    false, false, 0, 1, 1, -,    1000, NONE",
        "10,  991,  0,    0,    false, false, 0, 1, 1, -,    1001, SPACING",
        "10,  991,  1005, 0,    false, false, 0, 1, 1, -,    1005, HOLD",
        "10,  991,  0,    1005, false, true,  0, 0, 1, -,    1005, ORDER",
        "0,   0,    0,    0,    true,  false, 0, 0, 1, -,    -,    PAUSE",
        "0,   0,    0,    0,    false, true,  0, 1, 1, -,    -,    ORDER",
        "0,   0,    0,    0,    false, false, 2, 1, 1, -,    0,    NONE",
        "0,   0,    0,    0,    false, false, 2, 2, 1, -,    -,    CONCURRENCY",
        "0,   0,    0,    0,    false, false, 0, 0, 0, -,    -,    EMPTY",
        "0,   0,    0,    0,    false, false, 0, 0, 0, 1500, 1500, DELAY",
        "10,  995,  0,    0,    false, false, 0, 0, 1, 1500, 1005, SPACING",
        "0,   0,    0,    0,    false, false, 0, 0, 0, 1000, 1000, NONE",
    })
    void theNextReleaseAndWhyNotNow(
            long interval,
            long lastRelease,
            long held,
            long retry,
            boolean paused,
            boolean ordered,
            int cap,
            long active,
            long queued,
            String due,
            String next,
            Blocker blocker) {
        QueueFacts queue =
                new QueueFacts(interval, lastRelease, held, retry, paused, ordered, cap, active, queued, instant(due));

        assertThat(Readiness.next(queue)).isEqualTo(instant(next));
        assertThat(Readiness.blocker(queue, false, NOW)).isEqualTo(blocker);
        assertThat(Readiness.blocker(queue, true, NOW)).isEqualTo(Blocker.PAUSE);
    }

    @ParameterizedTest
    @CsvSource({
        "-,    0,    1000",
        "-,    1000, 1000",
        "-,    1001, 1001",
        "900,  0,    900",
        "900,  1001, 1001",
        "1500, 800,  1000",
        "900,  -,    -",
    })
    void theInstantInTurn(String previous, String next, String since) {
        assertThat(Readiness.since(instant(previous), instant(next), NOW)).isEqualTo(instant(since));
    }

    @Test
    void spacingCountsFromTheLastReleaseIfThereWasOne() {
        assertThat(Readiness.spaced(0, 5)).isZero();
        assertThat(Readiness.spaced(7, 5)).isEqualTo(12);
    }

    private static long instant(String text) {
        return text.equals("-") ? Readiness.NEVER : Long.parseLong(text);
    }
}
