package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sharq.SharQ;
import io.sharq.api.InvalidValueException;
import io.sharq.api.PageRequest;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.worker.event.WorkerEvent;
import io.sharq.worker.event.WorkerListener;
import io.sharq.worker.event.WorkerMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever user code throws or returns ends no loop. In real time, because loops are threads. */
@Timeout(120)
class UserCodeTest {
    private static final int POISON = 666;
    private static final int GOOD = 1;

    private final SharQ sharq = SharQ.open(InMemoryBackend.create());
    private final Queue queue = new Queue(
            sharq,
            WorkerSettings.builder()
                    .firstBackoff(Duration.ofMillis(1))
                    .longestBackoff(Duration.ofMillis(2))
                    .coordinatorDelay(Duration.ofMillis(20))
                    .emptyPause(Duration.ofMillis(5))
                    .requeueLimit(1)
                    .build());
    private final List<WorkerEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        sharq.close();
    }

    /** An exception whose own methods fail. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    /** An exception that says nothing. */
    @SuppressWarnings({"OverrideThrowableToString", "ToStringReturnsNull"}) // That is what it is for.
    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return null;
        }
    }

    private static BatchFailure failure(Integer position) {
        Map<Integer, Throwable> causes = new HashMap<>();
        if (position != null) {
            causes.put(position, new IllegalStateException("this one"));
        }
        return new BatchFailure(causes);
    }

    static Stream<Arguments> thrown() {
        return Stream.of(
                        new ServiceConfigurationError("no provider"),
                        new StackOverflowError(),
                        new NoClassDefFoundError("gone"),
                        new AssertionError("wrong"),
                        new OutOfMemoryError("not really"),
                        new ThreadDeath(),
                        new Error("plain"),
                        new Unreadable(),
                        new Mute(),
                        new InterruptedException("nothing interrupted it"),
                        failure(null),
                        failure(7),
                        failure(-1))
                .map(thrown -> Arguments.of(thrown.getClass().getSimpleName(), thrown));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Sub-queue 0 has what fails, sub-queue 1 what works; one loop must get to both. */
    private static final class Fragile extends NotifyHandler {
        private final Runnable fault;

        Fragile(Runnable fault) {
            super(2);
            this.fault = fault;
        }

        @Override
        public void perform(List<Notify> requests) throws Exception {
            if (requests.get(0).user() == POISON) {
                fault.run();
            }
            super.perform(requests);
        }
    }

    private void performsTheGoodAndBuriesTheBad(NotifyHandler handler, WorkerListener listener)
            throws InterruptedException {
        queue.register(handler, new Notify(POISON));
        try (Worker worker =
                Worker.builder(queue).handlers(handler).listener(listener).build()) {
            worker.start(1);
            while (sharq.type("notify").deadJobs(PageRequest.first(10)).items().isEmpty()) {
                Thread.sleep(2);
            }
            queue.register(handler, new Notify(GOOD));
            while (!handler.performed.containsKey(GOOD)) {
                Thread.sleep(2);
            }
            assertThat(worker.health().isHealthy()).isTrue();
            assertThat(worker.health().started()).isEqualTo(2);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thrown")
    void whatAHandlerThrowsIsItsRequestsFailure(String name, Throwable thrown) throws InterruptedException {
        performsTheGoodAndBuriesTheBad(new Fragile(() -> UserCodeTest.<Error>sneak(thrown)), events::add);
        assertThat(events)
                .filteredOn(WorkerEvent.Failed.class::isInstance)
                .hasSize(2)
                .allSatisfy(event ->
                        assertThat(((WorkerEvent.Failed) event).cause()).isSameAs(thrown));
    }

    @Test
    void aHandlerThatLeavesItsThreadInterruptedEndsNoLoop() throws InterruptedException {
        performsTheGoodAndBuriesTheBad(
                new Fragile(() -> {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("and it fails");
                }),
                events::add);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thrown")
    void whatStartAndStopThrowEndsNoLoop(String name, Throwable thrown) throws InterruptedException {
        boolean[] fails = {true};
        NotifyHandler handler = new NotifyHandler(2) {
            @Override
            public void start() {
                if (fails[0]) {
                    UserCodeTest.<Error>sneak(thrown);
                }
            }

            @Override
            public void stop() {
                Thread.currentThread().interrupt();
                UserCodeTest.<Error>sneak(thrown);
            }

            @Override
            public void perform(List<Notify> requests) throws Exception {
                super.perform(requests);
            }
        };
        WorkerListener listener =
                event -> fails[0] &= !(event instanceof WorkerEvent.Failed failed && failed.dead() > 0);
        performsTheGoodAndBuriesTheBad(handler, listener);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thrown")
    void whatAListenerThrowsEndsNoLoop(String name, Throwable thrown) throws InterruptedException {
        performsTheGoodAndBuriesTheBad(
                new Fragile(() -> {
                    throw new IllegalStateException("it fails");
                }),
                event -> UserCodeTest.<Error>sneak(thrown));
    }

    @Test
    void aMeterRegistryThatThrowsEndsNoLoop() throws InterruptedException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        registry.config().meterFilter(new io.micrometer.core.instrument.config.MeterFilter() {
            @Override
            public io.micrometer.core.instrument.Meter.Id map(io.micrometer.core.instrument.Meter.Id id) {
                throw new LinkageError("no meters today");
            }
        });
        performsTheGoodAndBuriesTheBad(
                new Fragile(() -> {
                    throw new IllegalStateException("it fails");
                }),
                new WorkerMetrics(registry));
    }

    /** A request whose class cannot be read. */
    record Explosive(int user) {
        Explosive {
            if (user == POISON) {
                throw new StackOverflowError("in a constructor");
            }
        }
    }

    @Test
    void aRequestWhoseClassThrowsFailsAlone() throws InterruptedException {
        List<Integer> performed = new CopyOnWriteArrayList<>();
        Handler<Explosive> handler = new Handler<>() {
            @Override
            public Class<Explosive> requestType() {
                return Explosive.class;
            }

            @Override
            public String name() {
                return "notify";
            }

            @Override
            public void perform(List<Explosive> requests) {
                requests.forEach(request -> performed.add(request.user()));
            }
        };
        queue.register(handler, new Explosive(GOOD));
        sharq.enqueue(io.sharq.NewJob.of("notify", "0", "bad", Map.of("user", POISON))
                .requeueLimit(0)
                .ordered(true));
        queue.register(handler, new Explosive(2));
        try (Worker worker = Worker.builder(queue).handlers(handler).build()) {
            worker.start(1);
            while (performed.size() < 2) {
                Thread.sleep(2);
            }
        }
        assertThat(performed).containsExactly(GOOD, 2);
    }

    @Test
    void aHandlerThatCannotBeUsedIsRefusedWhereItIsGiven() {
        record Odd(String field, Supplier<NotifyHandler> handler) {}
        List<Odd> odds = new ArrayList<>();
        odds.add(new Odd("handler name", () -> new NotifyHandler(1) {
            @Override
            public String name() {
                return null;
            }
        }));
        odds.add(new Odd("handler name", () -> new NotifyHandler(1) {
            @Override
            public String name() {
                return "notify-recurring";
            }
        }));
        odds.add(new Odd("request type", () -> new NotifyHandler(1) {
            @Override
            public Class<Notify> requestType() {
                return null;
            }
        }));
        odds.add(new Odd("batch_size", () -> new NotifyHandler(1) {
            @Override
            public OptionalInt batchSize() {
                return OptionalInt.of(0);
            }
        }));
        odds.add(new Odd("batch_size", () -> new NotifyHandler(1) {
            @Override
            public OptionalInt batchSize() {
                return null;
            }
        }));
        for (Odd odd : odds) {
            assertThatThrownBy(() -> Worker.of(queue, odd.handler().get()))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("`" + odd.field() + "`");
        }
    }

    /** A loop that fails by itself, as opposed to one of its requests. */
    @Test
    void aLoopThatFailsGoesOnAndSaysSo() throws InterruptedException {
        NotifyHandler handler = new NotifyHandler(2);
        try (SharQ failing = SharQ.open(new FailingDequeues(InMemoryBackend.create(), 3))) {
            Queue its = new Queue(failing, queue.settings());
            its.register(handler, new Notify(GOOD));
            try (Worker worker =
                    Worker.builder(its).handlers(handler).listener(events::add).build()) {
                worker.start(1);
                while (!handler.performed.containsKey(GOOD)) {
                    Thread.sleep(2);
                }
                assertThat(worker.health().isHealthy()).isTrue();
                assertThat(worker.health().lastFailure()).isPresent();
            }
        }
        assertThat(events).anyMatch(WorkerEvent.LoopFailed.class::isInstance);
    }

    @Test
    void anInterruptWhileAHandlerStartsOrStopsEndsTheCallersLoop() throws InterruptedException {
        for (boolean isStart : new boolean[] {true, false}) {
            CountDownLatch begun = new CountDownLatch(1);
            NotifyHandler handler = new NotifyHandler(1) {
                @Override
                public void start() {
                    hang(isStart);
                }

                @Override
                public void stop() {
                    hang(!isStart);
                }

                private void hang(boolean now) {
                    if (now) {
                        begun.countDown();
                        try {
                            Thread.sleep(Duration.ofMinutes(10).toMillis());
                        } catch (InterruptedException e) {
                            UserCodeTest.<Error>sneak(e);
                        }
                    }
                }
            };
            queue.register(handler, new Notify(GOOD));
            try (Worker worker = Worker.builder(queue)
                    .handlers(handler)
                    .listener(events::add)
                    .build()) {
                Thread caller = new Thread(worker::loop);
                caller.start();
                begun.await();
                caller.interrupt();
                caller.join(Duration.ofSeconds(60).toMillis());
                assertThat(caller.isAlive()).isFalse();
            }
        }
        // What was taken by a loop that ended before it began went back, and counts as no failure.
        assertThat(events).noneMatch(WorkerEvent.Failed.class::isInstance);
    }
}
