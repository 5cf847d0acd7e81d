package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.inmemory.InMemoryBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One call in ten fails, and one answer in ten gets lost: in real time, because leases must end. */
class UnreliableBackendTest {
    private static final int REQUESTS = 120;
    private static final int THREADS = 3;

    @Test
    @Timeout(600)
    void everyRequestIsRegisteredOnceAndPerformedInOrder() throws InterruptedException {
        SharQSettings settings = SharQSettings.builder()
                .jobRequeueInterval(Duration.ofMillis(50))
                .build();
        try (SharQ sharq = SharQ.builder()
                .backend(new UnreliableBackend(InMemoryBackend.create(), 3))
                .settings(settings)
                .open()) {
            Queue queue = new Queue(
                    sharq,
                    WorkerSettings.builder()
                            .lease(Duration.ofMillis(200))
                            .batchSize(5)
                            .requeueLimit(-1)
                            .coordinatorDelay(Duration.ofMillis(20))
                            .emptyPause(Duration.ofMillis(5))
                            .build());
            NotifyHandler handler = new NotifyHandler(THREADS);
            for (int from = 0; from < REQUESTS; from += 10) {
                List<Notify> requests =
                        IntStream.range(from, from + 10).mapToObj(Notify::new).toList();
                assertThat(queue.register(handler, requests, RegisterOptions.DEFAULT)
                                .queued())
                        .isEqualTo(10);
            }
            try (Worker worker = Worker.of(queue, handler)) {
                worker.start(2);
                while (handler.performed.values().stream()
                                .mapToInt(users -> new LinkedHashSet<>(users).size())
                                .sum()
                        < REQUESTS) {
                    Thread.sleep(10);
                }
            }
            handler.performed.forEach((thread, users) -> {
                // What is performed again is what was performed last: the first time of each comes in order.
                assertThat(new ArrayList<>(new LinkedHashSet<>(users)))
                        .isSorted()
                        .hasSize(REQUESTS / THREADS);
            });
        }
    }
}
