package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.config.Configuration;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the settings of recurrences do: seen in what a worker asks of its backend. */
@Timeout(60)
class RecurrentSettingsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualTime time = ManualTime.startingAt(START);
    private final List<DequeueRequest> looks = new CopyOnWriteArrayList<>();

    private Backend recording(Backend backend) {
        return new InterceptedBackend(backend) {
            @Override
            protected <R> CompletionStage<R> perform(Operation<R> operation) {
                if (operation instanceof DequeueRequest look && look.type().equals("notify-recurring")) {
                    looks.add(look);
                }
                return operation.on(backend());
            }
        };
    }

    @Test
    void aWorkerLooksAgainAfterTheIntervalAndTakesUpToTheLimit() throws InterruptedException {
        WorkerSettings settings = WorkerSettings.of(
                Configuration.empty(Map.of()),
                Map.of("QUEUE_WORKER_RECURRENT_CHECK_INTERVAL", "30", "QUEUE_WORKER_RECURRENT_TASKS_LIMIT", "7"));
        try (SharQ sharq = SharQ.builder()
                        .backend(recording(InMemoryBackend.create(time)))
                        .settings(SharQSettings.defaults())
                        .alarms(time)
                        .upkeep(false)
                        .open();
                Worker worker = Worker.builder(new Queue(sharq, settings))
                        .handlers(new NotifyHandler(1))
                        .alarms(time)
                        .build()) {
            worker.start(1);
            while (looks.isEmpty()) {
                Thread.sleep(1);
            }
            while (looks.size() < 2) {
                time.advance(Duration.ofMillis(500));
                // The look that an alarm brings comes on the worker's thread: one that came too soon would be seen
                // here.
                Thread.sleep(1);
            }
            assertThat(time.now()).isAfterOrEqualTo(START.plusSeconds(30));
        }
        assertThat(looks).extracting(DequeueRequest::count).containsOnly(7);
    }
}
