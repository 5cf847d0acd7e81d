package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.BackendException;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.Outcome;
import io.sharq.api.PageRequest;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.QueueChange;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a store keeps is bounded by its settings: what would make a queue or a type too many is refused. */
class StoreBoundsTest {
    private static Backend open(int maxTypes, int maxQueues) {
        return RedisBackend.open(
                TestRedis.settings().maxTypes(maxTypes).maxQueues(maxQueues).build());
    }

    @Test
    void aQueueTooManyIsRefusedAndChangesNothing() {
        try (Backend backend = open(10, 2)) {
            assertThat(enqueue(backend, "a", "b", "c", "a", "b"))
                    .containsExactly(
                            EnqueueStatus.QUEUED,
                            EnqueueStatus.QUEUED,
                            EnqueueStatus.TOO_MANY_QUEUES,
                            EnqueueStatus.DUPLICATE,
                            EnqueueStatus.DUPLICATE);

            assertThat(get(backend.describe(new QueueKey("type", "c")))).isEmpty();
            assertThat(get(backend.queues("type", PageRequest.first(10))).items())
                    .containsExactlyInAnyOrder("a", "b");
            assertThat(get(backend.metrics(new MetricsScope.Type("type"))).length())
                    .isEqualTo(2);
        }
    }

    @Test
    void aConfigureOrPauseOfAQueueTooManyIsRefused() {
        try (Backend backend = open(10, 1)) {
            enqueue(backend, "a");
            QueueKey other = new QueueKey("type", "b");

            refused(
                    "max_queues",
                    backend.configure(new ConfigureRequest(other, QueueChange.interval(5), null, null, false)));
            refused("max_queues", backend.pause(new PauseRequest("type", "b", true)));
            assertThat(get(backend.describe(other))).isEmpty();
            assertThat(get(backend.pause(new PauseRequest("type", "a", true))).found())
                    .isTrue();
            assertThat(get(backend.configure(new ConfigureRequest(other, QueueChange.interval(5), null, null, true)))
                            .found())
                    .isFalse();
        }
    }

    @Test
    void aTypeTooManyIsRefusedAndNothingIsLeftOfIt() {
        try (Backend backend = open(1, 10)) {
            enqueue(backend, "a");

            refused("max_types", backend.enqueue(request("other", "a")));
            refused("max_types", backend.pause(new PauseRequest("other", null, true)));
            refused(
                    "max_types",
                    backend.configure(new ConfigureRequest(
                            new QueueKey("other", "a"), QueueChange.interval(5), null, null, false)));
            assertThat(get(backend.types(PageRequest.first(10))).items()).containsExactly("type");
            assertThat(enqueue(backend, "b")).containsExactly(EnqueueStatus.QUEUED);
        }
    }

    private static List<EnqueueStatus> enqueue(Backend backend, String... queues) {
        return get(backend.enqueue(request("type", queues))).stream()
                .map(EnqueueResult::status)
                .toList();
    }

    private static EnqueueRequest request(String type, String... queues) {
        return new EnqueueRequest(
                type,
                Stream.of(queues)
                        .map(queue -> new EnqueueItem(
                                queue, "job", Payload.of(new byte[0]), JobOptions.DEFAULT, QueueChange.NONE))
                        .toList());
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void refused(String bound, CompletionStage<?> stage) {
        assertThatThrownBy(() -> get(stage)).cause().isInstanceOfSatisfying(BackendException.class, failure -> {
            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failure.bound()).contains(bound);
            assertThat(failure).hasMessageContaining("`" + bound + "` allows: 1");
        });
    }
}
