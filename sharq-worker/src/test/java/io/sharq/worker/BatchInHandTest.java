package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Outcome;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.Backend;
import io.sharq.time.Backoff;
import io.sharq.time.ManualTime;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The leases of a batch before its handler begins, on a clock that the test moves. */
class BatchInHandTest {
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
    private final Queue queue =
            new Queue(sharq, WorkerSettings.builder().lease(LEASE).build());
    private final List<WorkerEvent> events = new ArrayList<>();
    private final NotifyHandler handler = new NotifyHandler(1) {
        @Override
        public void perform(List<Notify> requests) throws InterruptedException {
            Thread.sleep(Duration.ofMillis(1).toMillis());
        }
    };

    @AfterEach
    void close() {
        sharq.close();
    }

    private Backend unreliable(Backend backend) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    boolean isLost = method.getName().equals("dequeue") && !lostFor.isZero();
                    if (!isLost && !(isStoreAway && method.getName().equals("extend"))) {
                        try {
                            return method.invoke(backend, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }
                    if (isLost) {
                        method.invoke(backend, arguments);
                        time.stepMicros(lostFor.dividedBy(ChronoUnit.MICROS.getDuration()));
                        lostFor = Duration.ZERO;
                    }
                    return CompletableFuture.failedFuture(
                            new BackendException(Outcome.UNKNOWN, method.getName(), "no answer", null));
                });
    }

    private Delivery take() {
        queue.register(handler, new Notify(1));
        CompletableFuture<Delivery> taken = sharq.async()
                .dequeue(DequeueOptions.of("notify").lease(LEASE))
                .thenApply(dequeued -> dequeued.first().orElseThrow());
        time.advance(Duration.ofMillis(500));
        return taken.join();
    }

    private BatchInHand<Notify> batch(Delivery delivery) {
        BatchInHand<Notify> batch = new BatchInHand<>(
                sharq,
                new Tube<>(queue, handler),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0L),
                events::add,
                Runnable::run,
                List.of(delivery));
        batch.keepAlive(time, LEASE);
        return batch;
    }

    @Test
    void aLeaseOfWhichLittleIsLeftIsRenewedInTime() {
        lostFor = LEASE.minusSeconds(3);
        Delivery late = take();
        try (BatchInHand<Notify> batch = batch(late)) {
            time.advance(Duration.ofSeconds(20));
            assertThat(sharq.finish(late)).isEqualTo(LeaseStatus.DONE);
            assertThat(batch.size()).isOne();
        }
        assertThat(events).isEmpty();
    }

    @Test
    void aHandlerWhoseLeasesWereLostBeforeItBeganIsInterrupted() throws InterruptedException {
        try (BatchInHand<Notify> batch = batch(take())) {
            isStoreAway = true;
            time.advance(LEASE);
            Map<Integer, Throwable> failures = batch.perform();
            assertThat(failures.get(0)).isInstanceOf(InterruptedException.class);
        }
        assertThat(events).containsExactly(new WorkerEvent.LeaseLost("notify", "0", 1));
        assertThat(Thread.interrupted()).isFalse();
    }
}
