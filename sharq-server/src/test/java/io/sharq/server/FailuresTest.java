package io.sharq.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.BackendException;
import io.sharq.api.Feature;
import io.sharq.api.Outcome;
import io.sharq.server.api.Answer;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client is told about a store that failed, and whether it helps to come back. */
final class FailuresTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOT_DONE|503|true|The store does not answer. Nothing was done.",
                "UNKNOWN|504|false|The store's answer was lost. It may have been done.",
                "REJECTED|500|false|The store refused, and would refuse again. Nothing was done; the log says why.",
            })
    void eachOutcomeHasAnAnswerOfItsOwn(Outcome outcome, int status, boolean comesBack, String message) {
        Answer answer = Failures.answer(
                new BackendException(outcome, "enqueue", "secret: shards is 4 there", null), "enqueue", "id-1");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().containsKey("Retry-After")).isEqualTo(comesBack);
        assertThat(new String(answer.body().bytes(), UTF_8))
                .isEqualTo("{\"status\":\"failure\",\"message\":\"" + message + "\",\"request_id\":\"id-1\"}");
    }

    @Test
    void aBoundOfTheStoreIsNamedToTheClient() {
        Answer answer = Failures.answer(
                BackendException.atBound(
                        "pause", "max_queues", "the queue type has as many queues as `max_queues` allows: 3"),
                "pauseQueue",
                "id-1");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).containsEntry("Retry-After", "60");
        assertThat(new String(answer.body().bytes(), UTF_8)).contains("as many queues as `max_queues` allows: 3");
    }

    @ParameterizedTest
    @EnumSource(Feature.class)
    void aFeatureThatTheBackendLacksIsNamedToTheClient(Feature feature) {
        Answer answer = Failures.answer(
                new CompletionException(BackendException.notOffered("jobs", feature)), "listJobs", "id-1");
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.headers()).doesNotContainKey("Retry-After");
        assertThat(new String(answer.body().bytes(), UTF_8))
                .isEqualTo("{\"status\":\"failure\",\"message\":\"This backend does not offer "
                        + feature.description() + ".\",\"feature\":\""
                        + feature.name().toLowerCase(Locale.ROOT) + "\"}");
    }
}
