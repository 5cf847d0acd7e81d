package io.sharq.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Blocker;
import io.sharq.api.EpochMicros;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // interval, next release from now (empty: nobody knows), paused, type paused, seconds
        "0,        0,        false, false, 1",
        "0,        ,         false, false, 1",
        "250,      0,        false, false, 1",
        "1000,     0,        false, false, 1",
        "1001,     0,        false, false, 2",
        "90000,    0,        false, false, 90",
        "90000,    -5000,    false, false, 90",
        "90000,    ,         false, false, 90",
        "90000,    1,        false, false, 1",
        "90000,    12345,    false, false, 13",
        "0,        600000,   false, false, 600",
        "0,        ,         true,  false, 60",
        "0,        ,         false, true,  60",
        "90000,    ,         true,  false, 90",
        "31536000000, 0,     false, false, 3600",
        "0,        31536000000, false, false, 3600",
    })
    void secondsToComeBackIn(long interval, Long nextMillis, boolean paused, boolean typePaused, long seconds) {
        QueueDescription queue = new QueueDescription(
                new QueueKey("sms", "1"),
                Duration.ofMillis(interval),
                false,
                false,
                0,
                Map.of(),
                paused,
                typePaused,
                Optional.empty(),
                "",
                1,
                0,
                0,
                0,
                Blocker.NONE,
                Optional.ofNullable(nextMillis).map(NOW::plusMillis),
                new Stamp(0, 0, EpochMicros.of(NOW)));
        assertThat(RetryAfter.secondsFor(Optional.of(queue))).isEqualTo(seconds);
    }

    @Test
    void aQueueThatIsGoneHasRoom() {
        assertThat(RetryAfter.secondsFor(Optional.empty())).isEqualTo(1);
    }
}
