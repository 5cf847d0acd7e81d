package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.config.Configuration;
import io.sharq.spi.ReadinessListener;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InMemoryBackendTest {
    @Test
    void theServiceLoaderFindsIt() {
        assertThat(Configuration.empty().backendName()).isEqualTo("inmemory");
        try (SharQ sharq = SharQ.builder().open()) {
            assertThat(sharq.health().description()).isEqualTo("in memory");
        }
    }

    @Test
    void upkeepBringsAnExpiredJobBackWithoutBeingAsked() {
        ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        try (SharQ sharq = SharQ.builder()
                .backend(InMemoryBackend.create(time))
                .alarms(time)
                .open()) {
            sharq.enqueue(NewJob.of("sms", "queue", "job", 1));
            assertThat(sharq.dequeue("sms")).isPresent();
            time.advance(Duration.ofSeconds(1));

            assertThat(sharq.dequeue("sms").orElseThrow().deliveries()).isEqualTo(2);
        }
    }

    @Test
    void aListenerThatThrowsDisturbsNobody() {
        InMemoryBackend backend = InMemoryBackend.create();
        backend.onReady(new ReadinessListener() {
            @Override
            public void ready(String type, long atMicros) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void missed() {}
        });
        try (SharQ sharq = SharQ.open(backend)) {
            assertThat(sharq.enqueue(NewJob.of("sms", "queue", "job", 1)).isQueued())
                    .isTrue();
        }
    }

    @Test
    void aStrangeCursorIsRefused() {
        InMemoryBackend backend = InMemoryBackend.create();
        assertThatThrownBy(() -> backend.deadJobs("sms", new io.sharq.api.PageRequest("strange", 1)))
                .hasMessageStartingWith("`cursor` has an invalid value.");
    }

    /**
     * A dequeue that is overtaken between its look at the clock and its look at the queues finds turns that are newer than
     * that look. What is ready by now may go all the same: an empty answer while jobs wait would be no answer at all.
     */
    @Test
    void noDequeueIsEmptyWhileJobsWait() throws Exception {
        int jobs = 100_000;
        int threads = 2;
        try (SharQ sharq = SharQ.builder()
                .backend(InMemoryBackend.create())
                .settings(SharQSettings.builder()
                        .jobExpireInterval(Duration.ofHours(1))
                        .build())
                .upkeep(false)
                .open()) {
            for (int i = 0; i < jobs; i++) {
                sharq.enqueue(NewJob.of("sms", "queue", "job-" + i, 1));
            }
            List<CompletableFuture<Integer>> empties = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                empties.add(CompletableFuture.supplyAsync(() -> {
                    int empty = 0;
                    for (int n = 0; n < jobs / threads; n++) {
                        empty += sharq.dequeue("sms").isPresent() ? 0 : 1;
                    }
                    return empty;
                }));
            }
            for (CompletableFuture<Integer> empty : empties) {
                assertThat(empty.get()).isZero();
            }
        }
    }
}
