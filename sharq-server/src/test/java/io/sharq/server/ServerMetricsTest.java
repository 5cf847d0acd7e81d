package io.sharq.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.redis.Patience;
import io.sharq.spi.Backend;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.MetricsRequest;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.Operation;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a scrape says of a store that refuses or hangs. Its second is a real one: it is what a scrape may take. */
final class ServerMetricsTest {
    private static final String UP = "sharq_store_up 1.0";
    private static final String DOWN = "sharq_store_up 0.0";

    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private final SharQ sharq = SharQ.open(backend());

    /** One whose calls of a name, or metrics of a type, fail or never end. */
    private Backend backend() {
        return new InterceptedBackend(InMemoryBackend.create()) {
            @Override
            protected <R> CompletionStage<R> perform(Operation<R> operation) {
                String call = operation instanceof MetricsRequest request
                                && request.scope() instanceof MetricsScope.Type scope
                        ? scope.type()
                        : operation.name();
                if (hanging.contains(call)) {
                    return new CompletableFuture<>();
                }
                return refused.contains(call)
                        ? CompletableFuture.failedFuture(new BackendException(Outcome.REJECTED, call, "no", null))
                        : operation.on(backend());
            }
        };
    }

    private String scrape(ServerMetrics metrics) {
        return metrics.scrape(sharq.async())
                .toCompletableFuture()
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static String queued(String type) {
        return "sharq_jobs_queued{queue_type=\"" + type + "\"} 1.0";
    }

    @Test
    void aStoreThatHangsOrRefusesLeavesOutWhatItDoesNotSay() {
        try (ServerMetrics metrics = new ServerMetrics();
                sharq) {
            for (String type : Set.of("one", "two", "three")) {
                sharq.enqueue(NewJob.of(type, "q", "j", Map.of()));
            }
            assertThat(scrape(metrics)).contains(UP, queued("one"), queued("two"), queued("three"));

            refused.add("two");
            hanging.add("three");
            assertThat(scrape(metrics))
                    .contains(UP, queued("one"), "jvm_memory_used_bytes")
                    .doesNotContain("queue_type=\"two\"", "queue_type=\"three\"");

            hanging.add("types");
            assertThat(scrape(metrics)).contains(DOWN, "jvm_memory_used_bytes").doesNotContain("queue_type=");

            hanging.clear();
            refused.clear();
            refused.add("types");
            assertThat(scrape(metrics)).contains(DOWN).doesNotContain("queue_type=");

            refused.clear();
            assertThat(scrape(metrics)).contains(UP, queued("one"), queued("two"), queued("three"));
        }
    }

    /** Neither before a store has said it for the first time, nor from before it hung. */
    @Test
    void damageIsOnlyShownAsTheStoreSaysItNow() {
        try (ServerMetrics metrics = new ServerMetrics();
                sharq) {
            refused.add("health");
            assertThat(scrape(metrics)).contains(UP).doesNotContain("sharq_store_damaged ");
            refused.clear();
            assertThat(scrape(metrics)).contains("sharq_store_damaged 0.0");
            hanging.add("health");
            assertThat(scrape(metrics)).contains(UP).doesNotContain("sharq_store_damaged ");
        }
    }
}
