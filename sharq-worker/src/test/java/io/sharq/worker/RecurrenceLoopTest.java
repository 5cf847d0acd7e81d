package io.sharq.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Outcome;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.Backend;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import io.sharq.spi.RequeueRequest;
import io.sharq.time.ManualTime;
import io.sharq.worker.event.WorkerEvent;
import io.sharq.worker.execution.EventReporter;
import io.sharq.worker.execution.LoopGroup;
import io.sharq.worker.execution.WorkerName;
import io.sharq.worker.recurrence.RecurrenceLoop;
import io.sharq.worker.recurrence.RecurrenceLoopSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recurrences over years, on a clock that the test moves. The test acts as the worker at each step of the clock. */
class RecurrenceLoopTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Notify SEVEN = new Notify(7);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTime time = ManualTime.startingAt(START);
    private final InMemoryBackend backend = InMemoryBackend.create(time);
    private final SharQ sharq = SharQ.builder()
            .backend(backend)
            .settings(SharQSettings.builder().build())
            .alarms(time)
            .upkeep(false)
            .open();
    private final Queue queue = new Queue(sharq, WorkerSettings.defaults());
    private final NotifyHandler handler = new NotifyHandler(1);
    private final List<WorkerEvent> events = new ArrayList<>();
    private final TreeMap<Instant, Integer> registered = new TreeMap<>();

    @AfterEach
    void close() {
        sharq.close();
    }

    private Optional<Delivery> dueJob() {
        return sharq.dequeue(DequeueOptions.of("notify-recurring").lease(LEASE)).first();
    }

    private void carryOut(Handler<Notify> its, Delivery job) {
        new RecurrenceLoop(
                        sharq,
                        new WorkerName("worker-1", false),
                        queue.recurrenceTarget(new HandlerWork<>(its)),
                        new RecurrenceLoopSettings(1, LEASE, HOUR, HOUR),
                        events::add,
                        new LoopGroup(new EventReporter("worker-1", events::add), HOUR, () -> {}))
                .carryOut(job);
    }

    /** Does what a worker does at this instant, and records the requests that were registered. */
    private void work() {
        sharq.requeue();
        for (Optional<Delivery> due = dueJob(); due.isPresent(); due = dueJob()) {
            carryOut(handler, due.get());
        }
        for (Optional<Delivery> due = sharq.dequeue("notify"); due.isPresent(); due = sharq.dequeue("notify")) {
            registered.put(time.now(), due.get().payloadAs(Notify.class).user());
            sharq.finish(due.get());
        }
    }

    private void workUntil(Instant end, Duration step) {
        work();
        while (time.now().isBefore(end)) {
            time.advance(step);
            work();
        }
    }

    @Test
    void aRecurrenceYearsAheadComesAtItsInstantAndNotBefore() {
        queue.recur(handler, SEVEN, Recurrence.cron("0 0 29 2 *", ZoneOffset.UTC));
        workUntil(Instant.parse("2036-03-02T00:00:00Z"), Duration.ofHours(6));
        assertThat(registered.keySet())
                .containsExactly(
                        Instant.parse("2028-02-29T00:00:00Z"),
                        Instant.parse("2032-02-29T00:00:00Z"),
                        Instant.parse("2036-02-29T00:00:00Z"));
    }

    @Test
    void aSpanLongerThanTheLongestDelayIsKept() {
        queue.recur(handler, SEVEN, Recurrence.every(Duration.ofDays(1_000)));
        workUntil(START.plus(Duration.ofDays(3_000)), Duration.ofHours(12));
        // Multiples of a thousand days since 1970.
        assertThat(registered.keySet())
                .containsExactly(
                        Instant.EPOCH.plus(Duration.ofDays(21_000)),
                        Instant.EPOCH.plus(Duration.ofDays(22_000)),
                        Instant.EPOCH.plus(Duration.ofDays(23_000)));
    }

    @Test
    void aRecurrenceThatNeverComesIsRefused() {
        for (String never : List.of("0 0 30 2 *", "0 0 31 4,6,9,11 *")) {
            assertThatThrownBy(() -> queue.recur(handler, SEVEN, Recurrence.cron(never, ZoneOffset.UTC)))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("`recurrence` has an invalid value. It never comes")
                    .hasMessageContaining(never);
        }
        assertThat(sharq.type("notify-recurring").metrics().length()).isZero();
    }

    @Test
    void aDailyTimeComesOnEachDayOfTheYearByTheClockOfItsZone() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        queue.recur(handler, SEVEN, Recurrence.cron("30 2 * * *", berlin));
        workUntil(Instant.parse("2026-12-31T23:00:00Z"), Duration.ofMinutes(30));
        assertThat(registered).hasSize(365);
        assertThat(registered.keySet())
                .extracting(instant -> instant.atZone(berlin).toLocalTime().toString())
                .containsOnly("02:30", "03:00");
    }

    @Test
    void aRecurrenceDeclaredByManyIsCarriedOutOnce() {
        Recurrence hourly = Recurrence.every(HOUR);
        assertThat(queue.recur(handler, SEVEN, hourly)).isTrue();
        assertThat(new Queue(sharq, WorkerSettings.defaults()).recur(handler, SEVEN, hourly))
                .isFalse();
        workUntil(START.plus(Duration.ofHours(5)), Duration.ofMinutes(20));
        assertThat(registered).hasSize(5);
    }

    @Test
    void aRecurrenceThatWasNeverPostponedIsNotDueThoughAWorkerDiedWithIt() {
        HalfDeclaredRecurrence.enqueue(sharq, handler, SEVEN, Recurrence.every(HOUR));
        time.advance(Duration.ofMinutes(10));
        // A worker takes it and dies.
        assertThat(dueJob()).isPresent();
        time.advance(Duration.ofMinutes(1));
        work();
        assertThat(registered).isEmpty();
        workUntil(START.plus(HOUR), Duration.ofMinutes(1));
        assertThat(registered.keySet()).containsExactly(START.plus(HOUR));
    }

    @Test
    void aRunThatIsRepeatedAfterItsWorkerDiedRegistersOneRequest() {
        queue.recur(handler, SEVEN, Recurrence.every(HOUR));
        time.advance(HOUR);
        queue.recurrenceTarget(new HandlerWork<>(handler)).register(Map.of("user", 7), START.plus(HOUR));
        assertThat(dueJob()).isPresent();
        time.advance(Duration.ofMinutes(1));
        work();
        assertThat(registered).hasSize(1);
    }

    @Test
    void instantsThatPassedWhileNoWorkerRanComeOnce() {
        queue.recur(handler, SEVEN, Recurrence.every(HOUR));
        time.advance(Duration.ofHours(7));
        work();
        assertThat(registered).hasSize(1);
        workUntil(START.plus(Duration.ofHours(8)), Duration.ofMinutes(30));
        assertThat(registered).hasSize(2);
    }

    @Test
    void aClockThatIsSetBackBringsNothingTooEarly() {
        queue.recur(handler, SEVEN, Recurrence.every(Duration.ofDays(1)));
        work();
        time.stepMicros(-3_600_000_000L);
        workUntil(START.plus(Duration.ofDays(1)), Duration.ofMinutes(30));
        assertThat(registered.keySet()).containsExactly(START.plus(Duration.ofDays(1)));
    }

    @Test
    void anotherRecurrenceOfARequestTakesThePlaceOfTheOneBefore() {
        assertThat(queue.recur(handler, SEVEN, Recurrence.every(HOUR))).isTrue();
        work();
        assertThat(queue.recur(handler, SEVEN, Recurrence.every(Duration.ofHours(4))))
                .isTrue();
        assertThat(queue.recur(handler, SEVEN, Recurrence.every(Duration.ofHours(4))))
                .isFalse();
        workUntil(START.plus(Duration.ofHours(8)), Duration.ofMinutes(30));
        assertThat(registered.keySet())
                .containsExactly(START.plus(Duration.ofHours(4)), START.plus(Duration.ofHours(8)));
    }

    @Test
    void aNameHasOneRecurrence() {
        queue.recur("nightly", handler, SEVEN, Recurrence.every(HOUR));
        queue.recur("weekly", handler, SEVEN, Recurrence.every(Duration.ofDays(7)));
        queue.recur("nightly", handler, new Notify(8), Recurrence.cron("0 3 * * *", ZoneId.of("Asia/Tokyo")));
        assertThat(queue.recurrences())
                .containsExactlyInAnyOrder(
                        new DeclaredRecurrence(
                                "notify",
                                "nightly",
                                Recurrence.cron("0 3 * * *", ZoneId.of("Asia/Tokyo")),
                                Instant.parse("2026-01-01T18:00:00Z")),
                        new DeclaredRecurrence(
                                "notify",
                                "weekly",
                                Recurrence.every(Duration.ofDays(7)),
                                Recurrence.every(Duration.ofDays(7)).next(START)));
        workUntil(START.plus(Duration.ofDays(7)), HOUR);
        assertThat(registered).hasSize(8).containsEntry(START.plus(Duration.ofDays(7)), 7);
        assertThat(queue.cancelRecurrence(handler, "nightly")).isTrue();
        assertThat(queue.cancelRecurrence(handler, "nightly")).isFalse();
        assertThat(queue.recurrences()).extracting(DeclaredRecurrence::name).containsExactly("weekly");
    }

    @Test
    void aRecurrenceIsCancelledWhileAWorkerHoldsIt() {
        Recurrence hourly = Recurrence.every(HOUR);
        queue.recur(handler, SEVEN, hourly);
        time.advance(HOUR);
        Delivery held = dueJob().orElseThrow();
        assertThat(queue.cancel(handler, SEVEN, hourly)).isTrue();
        assertThat(queue.cancel(handler, SEVEN, hourly)).isFalse();
        carryOut(handler, held);
        workUntil(START.plus(Duration.ofHours(9)), Duration.ofMinutes(30));
        assertThat(registered).isEmpty();
        assertThat(queue.recurrences()).isEmpty();
        assertThat(queue.recur(handler, SEVEN, hourly)).isTrue();
        workUntil(START.plus(Duration.ofHours(11)), Duration.ofMinutes(30));
        assertThat(registered).hasSize(2);
    }

    @Test
    void aRecurrenceIsCancelledAfterTheWorkerThatHeldItDied() {
        queue.recur("hourly", handler, SEVEN, Recurrence.every(HOUR));
        time.advance(HOUR);
        assertThat(dueJob()).isPresent();
        time.advance(HOUR);
        assertThat(queue.cancelRecurrence(handler, "hourly")).isTrue();
        workUntil(START.plus(Duration.ofHours(9)), Duration.ofMinutes(30));
        assertThat(registered).isEmpty();
    }

    @Test
    void cancellingARecurrenceWhoseLeaseHasEndedTouchesItsTypeAlone() {
        List<String> requeued = new ArrayList<>();
        Backend recording = new InterceptedBackend(backend) {
            @Override
            protected <R> CompletionStage<R> perform(Operation<R> operation) {
                if (operation instanceof RequeueRequest request) {
                    requeued.add(request.type());
                }
                return operation.on(backend());
            }
        };
        queue.register(handler, new Notify(1));
        queue.recur("hourly", handler, SEVEN, Recurrence.every(HOUR));
        time.advance(HOUR);
        assertThat(dueJob()).isPresent();
        time.advance(HOUR);
        try (SharQ other = SharQ.builder()
                .backend(recording)
                .settings(SharQSettings.defaults())
                .alarms(time)
                .upkeep(false)
                .open()) {
            assertThat(new Queue(other, WorkerSettings.defaults()).cancelRecurrence(handler, "hourly"))
                    .isTrue();
        }
        assertThat(requeued).containsOnly("notify-recurring");
    }

    @Test
    void aRouteThatThrowsIsThatInstantsFailure() {
        boolean[] fails = {true};
        NotifyHandler odd = new NotifyHandler(1) {
            @Override
            public List<Route> route(List<Notify> requests) {
                if (fails[0]) {
                    throw new LinkageError("no route");
                }
                return super.route(requests);
            }
        };
        queue.recur(odd, SEVEN, Recurrence.every(HOUR));
        time.advance(HOUR);
        carryOut(odd, dueJob().orElseThrow());
        assertThat(events).singleElement().isInstanceOfSatisfying(WorkerEvent.RecurrenceFailed.class, failed -> {
            assertThat(failed.due()).isEqualTo(START.plus(HOUR));
            assertThat(failed.cause()).hasMessage("no route");
        });
        fails[0] = false;
        workUntil(START.plus(Duration.ofHours(2)), Duration.ofMinutes(30));
        assertThat(registered.keySet()).containsExactly(START.plus(Duration.ofHours(2)));
    }

    @Test
    void aRecurrenceIsReplacedThoughAResponseOfTheStoreIsLost() {
        boolean[] loses = {false};
        Backend losing = new InterceptedBackend(backend) {
            @Override
            protected <R> CompletionStage<R> perform(Operation<R> operation) {
                CompletionStage<R> response = operation.on(backend());
                if (!loses[0] || !(operation instanceof EnqueueRequest)) {
                    return response;
                }
                loses[0] = false;
                return CompletableFuture.failedFuture(
                        new BackendException(Outcome.UNKNOWN, "enqueue", "the response is lost", null));
            }
        };
        queue.recur("job", handler, SEVEN, Recurrence.every(HOUR));
        // In real time: the declaration blocks while the enqueue is tried again.
        try (SharQ unsure = SharQ.builder()
                .backend(losing)
                .settings(SharQSettings.defaults())
                .upkeep(false)
                .open()) {
            loses[0] = true;
            assertThat(new Queue(unsure, WorkerSettings.defaults())
                            .recur("job", handler, SEVEN, Recurrence.every(Duration.ofHours(4))))
                    .isTrue();
            assertThat(queue.recurrences())
                    .extracting(DeclaredRecurrence::recurrence)
                    .containsExactly(Recurrence.every(Duration.ofHours(4)));
        }
    }
}
