package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.InvalidValueException;
import io.sharq.api.QueueKey;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.ExtendRequest;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import io.sharq.time.Alarms;
import io.sharq.time.ManualTime;
import io.sharq.worker.event.WorkerEvent;
import io.sharq.worker.event.WorkerListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How loops begin, count and end. In real time, because loops are threads. */
@Timeout(60)
class WorkerLifecycleTest {
    private static final WorkerSettings SETTINGS = WorkerSettings.builder()
            .coordinatorDelay(Duration.ofMillis(20))
            .emptyPause(Duration.ofMillis(5))
            .lease(Duration.ofHours(1))
            .build();

    private final AtomicInteger renewals = new AtomicInteger();
    /** A response that comes after the caller has begun to wait for it, as from a store over a network. */
    private final Executor later = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);

    private volatile boolean isAsynchronous;
    private volatile Predicate<DequeueRequest> fails = request -> false;
    private final SharQ sharq = SharQ.open(watched(InMemoryBackend.create()));
    private final LinkedBlockingQueue<WorkerEvent> events = new LinkedBlockingQueue<>();

    private Backend watched(Backend backend) {
        return new InterceptedBackend(backend) {
            @Override
            protected <R> CompletionStage<R> perform(Operation<R> operation) {
                if (operation instanceof ExtendRequest) {
                    renewals.incrementAndGet();
                }
                if (operation instanceof DequeueRequest dequeue && fails.test(dequeue)) {
                    return CompletableFuture.failedFuture(new LinkageError("a class is gone"));
                }
                CompletionStage<R> response = operation.on(backend());
                return isAsynchronous ? response.thenApplyAsync(value -> value, later) : response;
            }
        };
    }

    @AfterEach
    void close() {
        sharq.close();
    }

    private void await(Class<? extends WorkerEvent> kind) throws InterruptedException {
        while (!kind.isInstance(events.take())) {
            // Other events come before it.
        }
    }

    private static NotifyHandler named(String name) {
        return new NotifyHandler(1) {
            @Override
            public String name() {
                return name;
            }
        };
    }

    @Test
    void aLoopKeepsItsLimitThoughItFailsBetweenTwoBatches() {
        NotifyHandler handler = new NotifyHandler(1);
        Queue queue = new Queue(sharq, SETTINGS);
        queue.register(handler, new Notify(1));
        AtomicInteger dequeues = new AtomicInteger();
        // The first one brings a request, the next finds its sub-queue empty, and the third waits and fails.
        fails = request -> request.type().equals("notify") && dequeues.incrementAndGet() == 3;
        WorkerListener listener = event -> {
            if (event instanceof WorkerEvent.LoopFailed) {
                queue.register(handler, new Notify(2), new Notify(3));
            }
        };
        try (Worker worker =
                Worker.builder(queue).handlers(handler).listener(listener).build()) {
            assertThat(worker.loop(2)).isEqualTo(2);
        }
        assertThat(handler.performed.get(0)).containsExactly(1, 2);
    }

    @Test
    void aLoopWhoseWaitFailsLeavesNoOtherWaitOpen() throws InterruptedException {
        NotifyHandler sound = named("sound");
        NotifyHandler broken = named("broken");
        WorkerSettings patient =
                WorkerSettings.builder().coordinatorDelay(Duration.ofHours(1)).build();
        Queue queue = new Queue(sharq, patient);
        AtomicInteger dequeues = new AtomicInteger();
        fails = request -> request.type().equals("broken") && dequeues.incrementAndGet() > 1;
        try (Worker worker = Worker.builder(queue)
                .handlers(sound, broken)
                .listener(events::add)
                .build()) {
            worker.start(1);
            await(WorkerEvent.LoopFailed.class);
            // The loop pauses for an hour now.
            queue.register(sound, new Notify(1));
            assertThat(sharq.dequeue("sound")).isPresent();
        }
    }

    @Test
    void aClosedWorkerCannotBeStarted() {
        Worker worker =
                Worker.of(new Queue(sharq, SETTINGS), new NotifyHandler(1)).start(1);
        worker.close();
        assertThatThrownBy(() -> worker.start(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(worker.health().started()).isZero();
        assertThat(worker.loop(1)).isZero();
    }

    @Test
    void numbersOfLoopsAndRequestsThatMakeNoSenseAreRefused() {
        try (Worker worker = Worker.of(new Queue(sharq, SETTINGS), new NotifyHandler(1))) {
            assertThatThrownBy(() -> worker.start(0))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("`loops`");
            assertThatThrownBy(() -> worker.loop(-1))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("`limit`");
            assertThat(worker.loop(0)).isZero();
        }
    }

    @Test
    void closeInterruptsARecurrenceThatTakesTooLong() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public List<Route> route(List<Notify> requests) {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                return super.route(requests);
            }
        };
        WorkerSettings hasty =
                WorkerSettings.builder().closeTimeout(Duration.ofMillis(50)).build();
        Queue queue = new Queue(sharq, hasty);
        queue.recur(handler, new Notify(1), Recurrence.every(Duration.ofMillis(1)));
        Worker worker = Worker.of(queue, handler).start(1);
        begun.await();
        worker.close();
        interrupted.await();
    }

    @Test
    void aRecurrenceThatCloseInterruptsIsNotSkipped() throws InterruptedException {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        Duration hour = Duration.ofHours(1);
        ManualTime time = ManualTime.startingAt(start);
        CountDownLatch begun = new CountDownLatch(1);
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public List<Route> route(List<Notify> requests) {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return super.route(requests);
            }
        };
        WorkerSettings hasty =
                WorkerSettings.builder().closeTimeout(Duration.ofMillis(50)).build();
        try (SharQ manual = SharQ.builder()
                .backend(InMemoryBackend.create(time))
                .settings(SharQSettings.defaults())
                .alarms(time)
                .upkeep(false)
                .open()) {
            Queue queue = new Queue(manual, hasty);
            queue.recur(handler, new Notify(1), Recurrence.every(hour));
            time.advance(hour);
            Worker worker = Worker.builder(queue)
                    .handlers(handler)
                    .listener(events::add)
                    .build();
            worker.start(1);
            begun.await();
            worker.close();
            while (worker.health().running() > 0) {
                Thread.sleep(1);
            }
            assertThat(queue.recurrences()).extracting(DeclaredRecurrence::next).containsExactly(start.plus(hour));
            assertThat(manual.dequeue("notify-recurring")).isPresent();
        }
        assertThat(events).noneMatch(WorkerEvent.RecurrenceFailed.class::isInstance);
    }

    @Test
    void aRecurrenceGoesOnThoughItsRouteLeavesTheThreadInterrupted() throws InterruptedException {
        isAsynchronous = true;
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public List<Route> route(List<Notify> requests) {
                Thread.currentThread().interrupt();
                return super.route(requests);
            }
        };
        Queue queue = new Queue(sharq, SETTINGS);
        queue.recur(handler, new Notify(1), Recurrence.every(Duration.ofMillis(1)));
        try (Worker worker = Worker.of(queue, handler).start(1)) {
            while (handler.performed
                            .getOrDefault(0, new ConcurrentLinkedQueue<>())
                            .size()
                    < 3) {
                Thread.sleep(1);
            }
            assertThat(worker.health().isHealthy()).isTrue();
        }
    }

    @Test
    void aHandlerThatClosesItsWorkerKeepsItsLeases() throws InterruptedException {
        WorkerSettings shortLease =
                WorkerSettings.builder().lease(Duration.ofMillis(60)).build();
        CompletableFuture<Worker> built = new CompletableFuture<>();
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public void perform(List<Notify> requests) throws Exception {
                built.join().close();
                int before = renewals.get();
                while (renewals.get() < before + 3) {
                    Thread.sleep(1);
                }
                super.perform(requests);
            }
        };
        Queue queue = new Queue(sharq, shortLease);
        queue.register(handler, new Notify(1));
        Worker worker =
                Worker.builder(queue).handlers(handler).listener(events::add).build();
        built.complete(worker);
        assertThat(worker.loop(1)).isEqualTo(1);
        assertThat(events).anyMatch(WorkerEvent.Performed.class::isInstance);
    }

    @Test
    void aHandlerSeesThatItsLeasesAreLostOnceTheWorkerWaitsNoLonger() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch saw = new CountDownLatch(1);
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public void perform(List<Notify> requests, BatchLeases leases) {
                begun.countDown();
                while (!leases.areAllLost()) {
                    Thread.onSpinWait();
                }
                saw.countDown();
            }
        };
        WorkerSettings hasty = WorkerSettings.builder()
                .lease(Duration.ofHours(1))
                .closeTimeout(Duration.ofMillis(50))
                .build();
        Queue queue = new Queue(sharq, hasty);
        queue.register(handler, new Notify(1));
        Worker worker = Worker.of(queue, handler).start(1);
        begun.await();
        worker.close();
        saw.await();
    }

    @Test
    void requestsWhoseRenewalCannotBeginGoBack() {
        NotifyHandler handler = new NotifyHandler(1);
        Queue queue = new Queue(sharq, SETTINGS);
        queue.register(handler, new Notify(1));
        AtomicInteger schedules = new AtomicInteger();
        Alarms faulty = (delay, task) -> {
            if (schedules.incrementAndGet() == 1) {
                throw new IllegalStateException("no alarm today");
            }
            return () -> {};
        };
        try (Worker worker = Worker.builder(queue)
                .handlers(handler)
                .alarms(faulty)
                .listener(events::add)
                .build()) {
            assertThat(worker.loop(1)).isEqualTo(1);
        }
        assertThat(events).anyMatch(WorkerEvent.LoopFailed.class::isInstance);
        assertThat(handler.performed.get(0)).containsExactly(1);
        assertThat(sharq.queue(new QueueKey("notify", "0"))
                        .describe()
                        .orElseThrow()
                        .active())
                .isZero();
    }
}
