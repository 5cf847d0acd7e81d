package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sharq.DequeueOptions;
import io.sharq.Failure;
import io.sharq.NewJob;
import io.sharq.QueueSettings;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.LeaseToken;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A span that is refused is named as the caller knows it, with its unit and its range. */
class InvalidSpansTest {
    private static final NewJob JOB = NewJob.of("type", "queue", "job", "payload");
    private static final Duration NEGATIVE = Duration.ofSeconds(-1);
    private static final Duration HALF_A_MICRO = Duration.ofNanos(500);

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void aSpanIsRefusedByItsName(String field, Duration span, String fault, Consumer<Duration> taker) {
        assertThatThrownBy(() -> taker.accept(span))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("`" + field + "` has an invalid value. " + fault + ", but is " + span + ".");
    }

    static Stream<Arguments> aSpanIsRefusedByItsName() {
        String positive = "It must be between a microsecond and 365 days";
        String any = "It must be between zero and 365 days";
        String micros = "It must be whole microseconds";
        String millis = "It must be whole milliseconds";
        return Stream.of(
                of("span", Duration.ZERO, positive, InvalidSpansTest::extend),
                of("span", NEGATIVE, any, InvalidSpansTest::extend),
                of("lease", Duration.ZERO, positive, DequeueOptions.of("type")::lease),
                of("wait", NEGATIVE, any, DequeueOptions.of("type")::waitAtMost),
                of("delay", HALF_A_MICRO, micros, JOB::delay),
                of("interval", HALF_A_MICRO, millis, JOB::interval),
                of("interval", Duration.ofNanos(100), millis, QueueSettings.change()::interval),
                of("interval", Duration.ofNanos(1_000), millis, JOB::interval),
                of("interval", Duration.ofDays(366), any, JOB::interval),
                of("delay", NEGATIVE, any, Failure.UNEXPLAINED::retryAfter),
                of("hold", NEGATIVE, any, span -> QueueSettings.change().holdFor(span, "")),
                of("job_expire_interval", Duration.ZERO, positive, SharQSettings.builder()::jobExpireInterval),
                of("job_requeue_interval", Duration.ZERO, positive, SharQSettings.builder()::jobRequeueInterval),
                of("dead_job_max_age", Duration.ZERO, positive, SharQSettings.builder()::deadJobMaxAge),
                of("retry_for", NEGATIVE, any, SharQSettings.builder()::retryFor));
    }

    private static Arguments of(String field, Duration span, String fault, Consumer<Duration> taker) {
        return arguments(field, span, fault, taker);
    }

    private static void extend(Duration span) {
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
            sharq.extend(new Lease(JobKey.of("type", "queue", "job"), new LeaseToken(1, 1), Instant.EPOCH), span);
        }
    }
}
