package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.JobKey;
import io.sharq.api.Outcome;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.Backend;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import io.sharq.time.ManualTime;
import io.sharq.worker.event.WorkerEvent;
import io.sharq.worker.registration.JobIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker whose leases get lost while its handler runs, on a clock that the test moves. */
@Timeout(60)
class LeaseLossTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** A handler that works until it is told to end, or interrupted. */
    private static final class Working extends NotifyHandler {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
        volatile BatchLeases leases;

        Working() {
            super(1);
        }

        @Override
        public void perform(List<Notify> requests, BatchLeases itsLeases) throws Exception {
            leases = itsLeases;
            begun.countDown();
            try {
                goOn.await();
                ends.add("done");
            } catch (InterruptedException e) {
                ends.add("interrupted, all lost: " + itsLeases.areAllLost());
                throw e;
            }
        }
    }

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final LinkedBlockingQueue<WorkerEvent> events = new LinkedBlockingQueue<>();
    private final Working handler = new Working();
    private volatile boolean isStoreAway;
    private final SharQ sharq = SharQ.builder()
            .backend(awayAtTimes(InMemoryBackend.create(time)))
            .settings(SharQSettings.builder().retryFor(Duration.ZERO).build())
            .alarms(time)
            .upkeep(false)
            .open();
    private final Queue queue = new Queue(
            sharq, WorkerSettings.builder().lease(LEASE).consumer("worker-1").build());
    private Worker worker;

    private Backend awayAtTimes(Backend backend) {
        return new InterceptedBackend(backend) {
            @Override
            protected <R> CompletionStage<R> perform(Operation<R> operation) {
                return isStoreAway && operation instanceof ExtendRequest
                        ? CompletableFuture.failedFuture(
                                new BackendException(Outcome.UNKNOWN, "extend", "the store is away", null))
                        : operation.on(backend());
            }
        };
    }

    @BeforeEach
    void begin() throws InterruptedException {
        queue.register(handler, new Notify(1), new Notify(2));
        worker = Worker.builder(queue)
                .handlers(handler)
                .listener(events::add)
                .alarms(time)
                .build();
        worker.start(1);
        handler.begun.await();
    }

    @AfterEach
    void end() {
        handler.goOn.countDown();
        worker.close();
        sharq.close();
    }

    private WorkerEvent.LeaseLost lost() throws InterruptedException {
        while (true) {
            if (events.poll(30, TimeUnit.SECONDS) instanceof WorkerEvent.LeaseLost lost) {
                return lost;
            }
        }
    }

    @Test
    void aLeaseIsRenewedForAsLongAsItsHandlerRuns() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            time.advance(LEASE.dividedBy(3));
            sharq.requeue();
        }
        assertThat(handler.leases.areAllLost()).isFalse();
        handler.goOn.countDown();
        assertThat(handler.ends.take()).isEqualTo("done");
    }

    @Test
    void aRefusedRenewalIsReportedAtOnceAndInterruptsTheHandler() throws InterruptedException {
        // As an operator ends both leases.
        sharq.finish(JobKey.of("notify", "0", id(1)));
        sharq.finish(JobKey.of("notify", "0", id(2)));
        time.advance(LEASE.dividedBy(3));
        assertThat(lost()).isEqualTo(new WorkerEvent.LeaseLost("worker-1", "notify", "0", 2));
        assertThat(handler.ends.take()).isEqualTo("interrupted, all lost: true");
    }

    @Test
    void aHandlerIsNotInterruptedWhileItHoldsALeaseAndMayAskWhich() throws InterruptedException {
        sharq.finish(JobKey.of("notify", "0", id(1)));
        time.advance(LEASE.dividedBy(3));
        assertThat(lost()).isEqualTo(new WorkerEvent.LeaseLost("worker-1", "notify", "0", 1));
        assertThat(handler.leases.isLost(0)).isTrue();
        assertThat(handler.leases.isLost(1)).isFalse();
        assertThat(handler.leases.areAllLost()).isFalse();
        handler.goOn.countDown();
        assertThat(handler.ends.take()).isEqualTo("done");
    }

    @Test
    void aLeaseThatCannotBeRenewedIsLostWhenItEndsByTheWorkersOwnClock() throws InterruptedException {
        time.advance(LEASE.dividedBy(3));
        isStoreAway = true;
        // The last renewal was sent after ten seconds.
        time.advance(LEASE.minusMillis(1));
        assertThat(handler.leases.areAllLost()).isFalse();
        time.advance(Duration.ofMillis(1));
        assertThat(lost()).isEqualTo(new WorkerEvent.LeaseLost("worker-1", "notify", "0", 2));
        assertThat(handler.ends.take()).isEqualTo("interrupted, all lost: true");
    }

    @Test
    void aLoopThatWasInterruptedForItsLeasesTakesTheNextBatch() throws InterruptedException {
        isStoreAway = true;
        time.advance(LEASE);
        assertThat(handler.ends.take()).startsWith("interrupted");
        isStoreAway = false;
        sharq.requeue();
        handler.goOn.countDown();
        // The failure of a lost lease counts for nothing: the expiry has given the requests back.
        while (handler.ends.isEmpty()) {
            time.advance(Duration.ofSeconds(1));
            sharq.requeue();
            Thread.onSpinWait();
        }
        assertThat(handler.ends.take()).isEqualTo("done");
    }

    private String id(int user) {
        return JobIds.ofContent("{\"user\":" + user + "}");
    }
}
