package io.sharq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** Headers of the form {@code name: value | name: value}. */
    private static RetryAfter read(String headers) {
        Map<String, List<String>> map = new HashMap<>();
        for (String header : headers.split("\\|", -1)) {
            String[] parts = header.split(":", 2);
            map.put(parts[0].strip(), List.of(parts[1].strip()));
        }
        return RetryAfter.from(map, NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', textBlock = """
                    Retry-After: 120                                            > PT2M
                    retry-after: 0.5                                            > PT0.5S
                    Retry-After: Thu, 01 Jan 2026 00:01:30 GMT                  > PT1M30S
                    Retry-After: 3 | retry-after-ms: 2500                       > PT2.5S
                    Retry-After: 3 | x-ratelimit-reset: 60                      > PT3S
                    Retry-After: Thu, 01 Jan 2026 00:00:10 GMT | Date: Wed, 31 Dec 2025 23:59:55 GMT > PT15S
                    X-RateLimit-Reset: 30                                       > PT30S
                    X-RateLimit-Reset: 1767225660 | X-RateLimit-Remaining: 0    > PT1M
                    X-Rate-Limit-Reset: 1767225660                              > PT1M
                    X-RateLimit-Reset: 1767225660000                            > PT1M
                    x-ratelimit-reset-requests: 1s                              > PT1S
                    x-ratelimit-reset-tokens: 6m0s                              > PT6M
                    x-ratelimit-reset-tokens: 1h2m3.5s                          > PT1H2M3.5S
                    x-ratelimit-reset-tokens: 250ms                             > PT0.25S
                    RateLimit-Reset: 7                                          > PT7S
                    ratelimit-reset: 7 | ratelimit-remaining: 0                 > PT7S
                    RateLimit: limit=100, remaining=0, reset=30                 > PT30S
                    RateLimit: "default";r=0;t=45                               > PT45S
                    RateLimit: "burst";r=5;t=3, "day";r=0;t=900                 > PT15M
                    anthropic-ratelimit-requests-reset: 2026-01-01T00:00:20Z    > PT20S
                    anthropic-ratelimit-tokens-reset: 2026-01-01T01:00:20+01:00 > PT20S
                    """)
    void readsTheTimeFromTheHeadersOfTheField(String headers, Duration span) {
        assertThat(read(headers)).isEqualTo(RetryAfter.in(span));
    }

    @Test
    void ofSeveralLimitsTheLastOfThoseThatAreUsedUpCounts() {
        String requests = "x-ratelimit-remaining-requests: 0 | x-ratelimit-reset-requests: 2s";
        String tokens = "x-ratelimit-remaining-tokens: 0 | x-ratelimit-reset-tokens: 30s";
        String day = "x-ratelimit-remaining-day: 17 | x-ratelimit-reset-day: 20h";

        assertThat(read(requests + "|" + tokens + "|" + day)).isEqualTo(RetryAfter.in(Duration.ofSeconds(30)));
    }

    @Test
    void ifSomethingRemainsOfEveryLimitTheFirstResetCounts() {
        assertThat(read("anthropic-ratelimit-requests-remaining: 5 | anthropic-ratelimit-requests-reset:"
                        + " 2026-01-01T00:00:02Z | anthropic-ratelimit-tokens-remaining: 50 |"
                        + " anthropic-ratelimit-tokens-reset: 2026-01-01T00:06:00Z"))
                .isEqualTo(RetryAfter.in(Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                "Retry-After: soon",
                "Retry-After: -5",
                "Retry-After: 0",
                "Retry-After: Wed, 31 Dec 2025 23:00:00 GMT",
                "Retry-After: 99999999999999999999999",
                "X-RateLimit-Reset: 1767000000",
                "RateLimit: nonsense",
                "x-ratelimit-limit: 60"
            })
    void aResponseThatNamesNoTimeToComeIsUnknown(String headers) {
        assertThat(read(headers)).isEqualTo(RetryAfter.UNKNOWN);
    }

    @Test
    void aTimeBeyondTheLongestHoldIsTheLongest() {
        assertThat(read("Retry-After: 99999999")).isEqualTo(RetryAfter.in(Duration.ofDays(365)));
    }

    @Test
    void theStatusLineOfAnUrlConnectionIsIgnored() {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put(null, List.of("HTTP/1.1 429"));
        headers.put("Retry-After", List.of("2"));

        assertThat(RetryAfter.from(headers)).isEqualTo(RetryAfter.in(Duration.ofSeconds(2)));
    }

    @Test
    void aNegativeSpanIsRefused() {
        assertThatThrownBy(() -> RetryAfter.in(Duration.ofSeconds(-1)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("retry_after");
    }
}
