package io.sharq.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.SharQSettings;
import io.sharq.api.ConfigurationException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The ranges of {@code [sharq]}: what the file may say, the settings accept. */
class SharQSectionTest {
    private static final String SPAN = "a whole number of milliseconds";
    private static final String NUMBER = "a whole number";
    private static final long YEAR_MILLIS = 31_536_000_000L;

    @ParameterizedTest(name = "{0}")
    @MethodSource("ranges")
    void aKeyTakesItsRangeAndNothingOutside(
            String key, String kind, long least, long greatest, Function<SharQSettings, Long> reader) {
        assertThat(reader.apply(settings(key, least))).isEqualTo(least);
        assertThat(reader.apply(settings(key, greatest))).isEqualTo(greatest);
        for (long outside : new long[] {least - 1, greatest + 1}) {
            assertThatThrownBy(() -> settings(key, outside))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("sharq.conf, line 2: [sharq] " + key + ": it must be " + kind + " from " + least
                            + " to " + greatest + ", but is \"" + outside + "\"");
        }
    }

    static Stream<Arguments> ranges() {
        return Stream.of(
                range(
                        "job_expire_interval",
                        SPAN,
                        1,
                        YEAR_MILLIS,
                        s -> s.jobExpireInterval().toMillis()),
                range(
                        "job_requeue_interval",
                        SPAN,
                        1,
                        YEAR_MILLIS,
                        s -> s.jobRequeueInterval().toMillis()),
                range("default_job_requeue_limit", NUMBER, -1, 1_000_000_000, s -> (long) s.defaultJobRequeueLimit()),
                range("max_payload_size", NUMBER, 0, 536_870_912, s -> (long) s.maxPayloadSize()),
                range("max_batch_size", NUMBER, 1, 10_000, s -> (long) s.maxBatchSize()),
                range(
                        "finished_retention",
                        SPAN,
                        0,
                        YEAR_MILLIS,
                        s -> s.finishedRetention().toMillis()),
                range("dead_job_max_count", NUMBER, 0, 1_000_000_000, s -> (long) s.deadJobMaxCount()),
                range(
                        "dead_job_max_age",
                        SPAN,
                        1,
                        YEAR_MILLIS,
                        s -> s.deadJobMaxAge().toMillis()),
                range("retry_for", SPAN, 0, YEAR_MILLIS, s -> s.retryFor().toMillis()));
    }

    private static Arguments range(
            String key, String kind, long least, long greatest, Function<SharQSettings, Long> reader) {
        return Arguments.arguments(key, kind, least, greatest, reader);
    }

    private static SharQSettings settings(String key, long value) {
        return ConfigurationTexts.parse("[sharq]\n" + key + " = " + value).settings();
    }
}
