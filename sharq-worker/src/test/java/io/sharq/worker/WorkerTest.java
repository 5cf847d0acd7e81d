package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sharq.NewJob;
import io.sharq.RetryAfter;
import io.sharq.SharQ;
import io.sharq.api.DeadJob;
import io.sharq.api.Feature;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.Backend;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import io.sharq.worker.event.WorkerEvent;
import io.sharq.worker.event.WorkerMetrics;
import io.sharq.worker.registration.JobIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers on the in-memory backend, in real time, because they are threads. */
@Timeout(300)
class WorkerTest {
    private static final WorkerSettings SETTINGS = WorkerSettings.builder()
            .firstBackoff(Duration.ofMillis(1))
            .longestBackoff(Duration.ofMillis(2))
            .requeueLimit(2)
            .emptyPause(Duration.ofMillis(5))
            .closeTimeout(Duration.ofMinutes(5))
            .build();

    private final SharQ sharq = SharQ.open(InMemoryBackend.create());
    private final Queue queue = new Queue(sharq, SETTINGS);
    private final List<WorkerEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        sharq.close();
    }

    private Worker worker(Handler<?>... handlers) {
        return Worker.builder(queue).handlers(handlers).listener(events::add).build();
    }

    private static List<Notify> users(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Notify::new).toList();
    }

    @Test
    void threeLoopsPerformNineRequestsOfThreeThreadsInOrder() throws Exception {
        NotifyHandler handler = new NotifyHandler(3);
        assertThat(queue.register(handler, users(1, 9), RegisterOptions.DEFAULT))
                .isEqualTo(new Registered(9, 0));
        try (Worker worker = worker(handler)) {
            List<CompletableFuture<Long>> loops = IntStream.range(0, 3)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> worker.loop(3)))
                    .toList();
            for (CompletableFuture<Long> loop : loops) {
                assertThat(loop.get(5, TimeUnit.MINUTES)).isEqualTo(3);
            }
        }
        assertThat(handler.performed.get(1)).containsExactly(1, 4, 7);
        assertThat(handler.performed.get(2)).containsExactly(2, 5, 8);
        assertThat(handler.performed.get(0)).containsExactly(3, 6, 9);
        assertThat(handler.started.get()).isEqualTo(handler.stopped.get());
    }

    @Test
    void aWorkerNamesItselfInItsLeasesAndItsEvents() {
        WorkerSettings named =
                WorkerSettings.builder().consumer("mailer-3").requeueLimit(0).build();
        for (WorkerSettings settings : List.of(named, SETTINGS)) {
            List<Optional<String>> holders = new ArrayList<>();
            NotifyHandler handler = new NotifyHandler(1) {
                @Override
                public void perform(List<Notify> requests) {
                    holders.add(sharq.find(JobKey.of(
                                    "notify",
                                    "0",
                                    JobIds.ofContent(
                                            "{\"user\":" + requests.get(0).user() + "}")))
                            .orElseThrow()
                            .consumer());
                    throw new IllegalStateException("no mail today");
                }
            };
            Queue own = new Queue(sharq, settings);
            own.register(handler, new Notify(settings == named ? 1 : 2));
            try (Worker worker =
                    Worker.builder(own).handlers(handler).listener(events::add).build()) {
                assertThat(worker.loop(1)).isEqualTo(1);
            }
            assertThat(holders).containsExactly(Optional.of(settings.consumer()));
            assertThat(events)
                    .extracting(WorkerEvent::consumer)
                    .containsExactly(settings.consumer(), settings.consumer(), settings.consumer());
            events.clear();
        }
        assertThat(SETTINGS.consumer()).endsWith(":" + ProcessHandle.current().pid());
    }

    /** A request that cannot be read moves those behind it in the list that the handler gets, and not their headers. */
    @Test
    void aHandlerReadsTheHeadersOfItsRequests() {
        List<String> read = new ArrayList<>();
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public void perform(List<Notify> requests, BatchLeases leases) {
                for (int i = 0; i < requests.size(); i++) {
                    read.add(requests.get(i).user() + " "
                            + leases.headers(i).value("tenant").orElse("none"));
                }
                assertThatThrownBy(() -> leases.headers(requests.size())).isInstanceOf(IndexOutOfBoundsException.class);
            }
        };
        queue.register(handler, List.of(new Notify(1)), RegisterOptions.DEFAULT.header("Tenant", "acme"));
        sharq.enqueue(NewJob.of("notify", "0", "broken", "no request").header("tenant", "broken"));
        queue.register(
                handler,
                users(2, 3),
                RegisterOptions.DEFAULT.header("tenant", "old").header("Tenant", "initech"));
        queue.register(handler, new Notify(4));
        try (Worker worker = worker(handler)) {
            assertThat(worker.loop(5)).isEqualTo(5);
        }
        assertThat(read).containsExactly("1 acme", "2 initech", "3 initech", "4 none");
    }

    /** As on a backend of a third party. */
    @Test
    void aWorkerNeedsNoBackendThatKeepsNames() {
        Backend plain = new InterceptedBackend(InMemoryBackend.create()) {
            @Override
            public Set<Feature> features() {
                return Set.of();
            }

            @Override
            protected <R> CompletionStage<R> perform(Operation<R> operation) {
                return operation.on(backend());
            }
        };
        try (SharQ without = SharQ.open(plain)) {
            Queue own = new Queue(without, SETTINGS);
            NotifyHandler handler = new NotifyHandler(1);
            own.register(handler, new Notify(1));
            try (Worker worker = Worker.of(own, handler)) {
                assertThat(worker.loop(1)).isEqualTo(1);
            }
            assertThat(handler.performed.get(0)).containsExactly(1);
        }
    }

    @Test
    void aBatchThatThrowsComesBackInOrderAndThenDies() {
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public void perform(List<Notify> requests) throws Exception {
                super.perform(requests);
                throw new IllegalStateException("no mail today");
            }
        };
        queue.register(handler, users(1, 2), RegisterOptions.DEFAULT);
        try (Worker worker = worker(handler)) {
            assertThat(worker.loop(6)).isEqualTo(6);
        }
        assertThat(handler.performed.get(0)).containsExactly(1, 2, 1, 2, 1, 2);
        List<DeadJob> dead =
                sharq.type("notify").deadJobs(PageRequest.first(10)).items();
        assertThat(dead)
                .hasSize(2)
                .allSatisfy(job -> assertThat(job.reason()).contains("java.lang.IllegalStateException: no mail today"));
        assertThat(events)
                .filteredOn(WorkerEvent.Failed.class::isInstance)
                .extracting(event -> ((WorkerEvent.Failed) event).dead())
                .containsExactly(0, 0, 2);
    }

    @Test
    void aHandlerMayReportWhichRequestsFailed() {
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public void perform(List<Notify> requests) throws Exception {
                super.perform(requests);
                if (requests.size() == 3) {
                    throw new BatchFailure(Map.of(1, new IllegalStateException("not this one")));
                }
            }
        };
        queue.register(handler, users(1, 3), RegisterOptions.DEFAULT);
        try (Worker worker = worker(handler)) {
            assertThat(worker.loop(4)).isEqualTo(4);
        }
        assertThat(handler.performed.get(0)).containsExactly(1, 2, 3, 2);
        assertThat(sharq.queue(new QueueKey("notify", "0"))
                        .describe()
                        .orElseThrow()
                        .length())
                .isZero();
    }

    @Test
    void whatAnUpstreamRefusesGoesBackUncountedAndHoldsTheSubQueue() {
        AtomicInteger calls = new AtomicInteger();
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public void perform(List<Notify> requests) throws Exception {
                if (calls.getAndIncrement() == 0) {
                    super.perform(requests.subList(0, 1));
                    throw new Throttled(RetryAfter.in(Duration.ofMillis(50)), 1);
                }
                super.perform(requests);
            }
        };
        queue.register(handler, users(1, 3), RegisterOptions.DEFAULT);
        try (Worker worker = worker(handler)) {
            assertThat(worker.loop(5)).isEqualTo(5);
        }
        assertThat(handler.performed.get(0)).containsExactly(1, 2, 3);
        assertThat(events).filteredOn(WorkerEvent.Failed.class::isInstance).isEmpty();
        assertThat(events)
                .filteredOn(WorkerEvent.Throttled.class::isInstance)
                .extracting(event -> ((WorkerEvent.Throttled) event).requests())
                .containsExactly(2);
    }

    @Test
    void oneRequestOfABatchMayBeRefused() {
        AtomicInteger calls = new AtomicInteger();
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public void perform(List<Notify> requests) throws Exception {
                super.perform(requests);
                if (calls.getAndIncrement() == 0) {
                    throw new BatchFailure(Map.of(1, new Throttled(RetryAfter.in(Duration.ofMillis(1)))));
                }
            }
        };
        queue.register(handler, users(1, 3), RegisterOptions.DEFAULT);
        try (Worker worker = worker(handler)) {
            assertThat(worker.loop(4)).isEqualTo(4);
        }
        assertThat(handler.performed.get(0)).containsExactly(1, 2, 3, 2);
        assertThat(events).filteredOn(WorkerEvent.Failed.class::isInstance).isEmpty();
    }

    @Test
    void anEqualRequestThatIsQueuedIsLeftOut() {
        NotifyHandler handler = new NotifyHandler(1);
        RegisterOptions once = RegisterOptions.DEFAULT.onlyIfNotQueued();
        assertThat(queue.register(handler, users(1, 2), once)).isEqualTo(new Registered(2, 0));
        assertThat(queue.register(handler, users(2, 3), once)).isEqualTo(new Registered(1, 1));
        try (Worker worker = worker(handler)) {
            assertThat(worker.loop(3)).isEqualTo(3);
        }
        assertThat(queue.register(handler, users(2, 2), once)).isEqualTo(new Registered(1, 0));
    }

    @Test
    void severalHandlersShareALoop() {
        NotifyHandler one = new NotifyHandler(2);
        NotifyHandler other = new NotifyHandler(2) {
            @Override
            public String name() {
                return "other";
            }
        };
        queue.register(one, users(1, 4), RegisterOptions.DEFAULT);
        queue.register(other, users(1, 4), RegisterOptions.DEFAULT.after(Duration.ofMillis(20)));
        try (Worker worker = worker(one, other)) {
            assertThat(worker.loop(8)).isEqualTo(8);
        }
        assertThat(one.performed.get(0)).containsExactly(2, 4);
        assertThat(other.performed.get(1)).containsExactly(1, 3);
    }

    @Test
    void aThreadWithAnIntervalKeepsIt() {
        List<Long> times = new CopyOnWriteArrayList<>();
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public SubQueueRules rules(String subQueue) {
                return SubQueueRules.every(Duration.ofMillis(20));
            }

            @Override
            public void perform(List<Notify> requests) throws Exception {
                assertThat(requests).hasSize(1);
                times.add(System.nanoTime());
                super.perform(requests);
            }
        };
        long begun = System.nanoTime();
        queue.register(handler, users(1, 4), RegisterOptions.DEFAULT);
        try (Worker worker = worker(handler)) {
            assertThat(worker.loop(4)).isEqualTo(4);
        }
        assertThat(handler.performed.get(0)).containsExactly(1, 2, 3, 4);
        // Releases are spaced by the backend, and performed at once or late: three intervals after the first at the
        // earliest.
        for (int i = 0; i < 4; i++) {
            assertThat(times.get(i) - begun)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(20L * i).toNanos());
        }
    }

    @Test
    void aClosedWorkerFinishesTheBatchInHand() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public void perform(List<Notify> requests) throws Exception {
                begun.countDown();
                goesOn.await();
                super.perform(requests);
            }
        };
        queue.register(handler, users(1, 3), RegisterOptions.DEFAULT);
        Worker worker = worker(handler).start(1);
        begun.await();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(worker::close);
        goesOn.countDown();
        closing.get(5, TimeUnit.MINUTES);
        assertThat(handler.performed.get(0)).containsExactly(1, 2, 3);
        assertThat(sharq.queue(new QueueKey("notify", "0"))
                        .describe()
                        .orElseThrow()
                        .active())
                .isZero();
        assertThat(worker.loop(1)).isZero();
    }

    @Test
    void aBatchThatTakesTooLongIsGivenBackAtTheEnd() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public void perform(List<Notify> requests) throws Exception {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            }
        };
        queue.register(handler, users(1, 3), RegisterOptions.DEFAULT);
        WorkerSettings hasty =
                WorkerSettings.builder().closeTimeout(Duration.ofMillis(300)).build();
        Worker worker = Worker.of(new Queue(sharq, hasty), handler).start(1);
        begun.await();
        worker.close();
        assertThat(interrupted.await(5, TimeUnit.MINUTES)).isTrue();
        assertThat(sharq.queue(new QueueKey("notify", "0"))
                        .describe()
                        .orElseThrow()
                        .length())
                .isEqualTo(3);
    }

    @Test
    void aHandlerThatCannotStartFailsWhatWasTaken() {
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public void start() {
                throw new IllegalStateException("no connection");
            }
        };
        queue.register(handler, new Notify(1));
        try (Worker worker = worker(handler)) {
            assertThat(worker.loop(3)).isEqualTo(3);
        }
        assertThat(sharq.type("notify").deadJobs(PageRequest.first(10)).items()).hasSize(1);
    }

    @Test
    void aRequestThatCannotBeReadFailsAlone() {
        NotifyHandler handler = new NotifyHandler(1);
        List<Integer> sizes = new ArrayList<>();
        NotifyHandler noting = new NotifyHandler(1) {
            @Override
            public void perform(List<Notify> requests) throws Exception {
                sizes.add(requests.size());
                super.perform(requests);
            }
        };
        queue.register(handler, new Notify(1));
        sharq.enqueue(io.sharq.NewJob.of("notify", "0", "odd", "no object")
                .requeueLimit(0)
                .ordered(true));
        queue.register(handler, new Notify(2));
        try (Worker worker = worker(noting)) {
            assertThat(worker.loop(3)).isEqualTo(3);
        }
        assertThat(sizes).containsExactly(2);
        assertThat(noting.performed.get(0)).containsExactly(1, 2);
        assertThat(sharq.type("notify").deadJobs(PageRequest.first(10)).items()).hasSize(1);
    }

    @Test
    void eventsAreCounted() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        NotifyHandler handler = new NotifyHandler(1);
        queue.register(handler, users(1, 5), RegisterOptions.DEFAULT);
        try (Worker worker = Worker.builder(queue)
                .handlers(handler)
                .listener(new WorkerMetrics(registry))
                .build()) {
            assertThat(worker.loop(5)).isEqualTo(5);
        }
        assertThat(registry.get("sharq.worker.performed")
                        .tag("handler", "notify")
                        .counter()
                        .count())
                .isEqualTo(5);
        assertThat(registry.get("sharq.worker.batch").timer().count()).isEqualTo(1);
        assertThat(registry.get("sharq.worker.bound").gauge().value()).isZero();
    }

    @Test
    void aWrongNumberOfRoutesIsRefused() {
        NotifyHandler handler = new NotifyHandler(1) {
            @Override
            public List<Route> route(List<Notify> requests) {
                return List.of(Route.DEFAULT);
            }
        };
        assertThatThrownBy(() -> queue.register(handler, users(1, 2), RegisterOptions.DEFAULT))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("gave 1 routes for 2 requests");
        assertThatThrownBy(() -> worker()).isInstanceOf(InvalidValueException.class);
    }
}
