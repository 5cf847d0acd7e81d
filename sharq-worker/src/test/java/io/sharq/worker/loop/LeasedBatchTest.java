package io.sharq.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.TraceScope;
import io.sharq.api.BackendException;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Outcome;
import io.sharq.api.Payload;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import io.sharq.time.Backoff;
import io.sharq.time.ManualTime;
import io.sharq.worker.event.WorkerEvent;
import io.sharq.worker.execution.WorkerName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The leases of a batch before its handler begins, on a clock that the test moves. */
class LeasedBatchTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private Duration lostFor = Duration.ZERO;
    private boolean isStoreAway;
    private final SharQ sharq = SharQ.builder()
            .backend(unreliable(InMemoryBackend.create(time)))
            .settings(SharQSettings.builder().retryFor(Duration.ofSeconds(1)).build())
            .alarms(time)
            .upkeep(false)
            .open();
    private final List<WorkerEvent> events = new ArrayList<>();
    private final Work work = new NoWork() {
        @Override
        public Map<Integer, Throwable> perform(
                List<Delivery> batch,
                IntPredicate isLost,
                BiConsumer<Integer, Payload> results,
                IntFunction<TraceScope> traces)
                throws InterruptedException {
            Thread.sleep(Duration.ofMillis(1).toMillis());
            return Map.of();
        }
    };

    @AfterEach
    void close() {
        sharq.close();
    }

    private Backend unreliable(Backend backend) {
        return new InterceptedBackend(backend) {
            @Override
            protected <R> CompletionStage<R> perform(Operation<R> operation) {
                boolean isLost = operation instanceof DequeueRequest && !lostFor.isZero();
                if (!isLost && !(isStoreAway && operation instanceof ExtendRequest)) {
                    return operation.on(backend());
                }
                if (isLost) {
                    CompletionStage<?> unused = operation.on(backend());
                    time.stepMicros(lostFor.dividedBy(ChronoUnit.MICROS.getDuration()));
                    lostFor = Duration.ZERO;
                }
                return CompletableFuture.failedFuture(
                        new BackendException(Outcome.UNKNOWN, operation.name(), "no response", null));
            }
        };
    }

    private Delivery take() {
        sharq.enqueue(NewJob.of("notify", "0", "1", "a request"));
        CompletableFuture<Delivery> taken = sharq.async()
                .dequeue(DequeueOptions.of("notify").lease(LEASE))
                .thenApply(dequeued -> dequeued.first().orElseThrow());
        time.advance(Duration.ofMillis(500));
        return taken.join();
    }

    private LeasedBatch batch(Delivery delivery) {
        LeasedBatch batch = new LeasedBatch(
                new RequestSource(sharq, new WorkerName("worker-1", false), work, 1, LEASE),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0L),
                events::add,
                events::add,
                List.of(delivery));
        batch.renewLeases(time, LEASE);
        return batch;
    }

    @Test
    void aLeaseThatIsAboutToEndIsRenewedInTime() {
        lostFor = LEASE.minusSeconds(3);
        Delivery late = take();
        try (LeasedBatch batch = batch(late)) {
            time.advance(Duration.ofSeconds(20));
            assertThat(sharq.finish(late)).isEqualTo(LeaseStatus.DONE);
            assertThat(batch.size()).isOne();
        }
        assertThat(events).isEmpty();
    }

    @Test
    void aHandlerWhoseLeasesWereLostBeforeItBeganIsInterrupted() throws InterruptedException {
        try (LeasedBatch batch = batch(take())) {
            isStoreAway = true;
            time.advance(LEASE);
            Map<Integer, Throwable> failures = batch.perform();
            assertThat(failures.get(0)).isInstanceOf(InterruptedException.class);
        }
        assertThat(events).containsExactly(new WorkerEvent.LeaseLost("worker-1", "notify", "0", 1));
        assertThat(Thread.interrupted()).isFalse();
    }
}
