package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Dequeued;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Outcome;
import io.sharq.api.QueueKey;
import io.sharq.api.Registration;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import io.sharq.time.Alarms;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dequeues with a wait: exact, each caller as if alone, and no job lost on the way. */
class WaitingTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryBackend backend = InMemoryBackend.create(time);
    private final List<DequeueRequest> asked = new ArrayList<>();
    private final List<String> called = new CopyOnWriteArrayList<>();
    private BackendException fault;
    private boolean loses;
    private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private final SharQ sharq =
            SharQ.builder().backend(watched()).alarms(time).upkeep(false).open();

    @AfterEach
    void close() {
        sharq.close();
    }

    /** The backend, whose dequeues are noted, and fail, lose their replies or are held up when a test says so. */
    private Backend watched() {
        return new InterceptedBackend(backend) {
            @Override
            protected <R> CompletionStage<R> perform(Operation<R> operation) {
                if (operation instanceof DequeueRequest request) {
                    asked.add(request);
                    CompletionStage<R> reply =
                            fault != null && !loses ? CompletableFuture.failedStage(fault) : operation.on(backend());
                    CompletionStage<R> seen = fault != null ? CompletableFuture.failedStage(fault) : reply;
                    return gate.thenCompose(open -> seen);
                }
                called.add(operation.name());
                return operation.on(backend());
            }

            @Override
            public void close() {
                called.add("close");
                super.close();
            }
        };
    }

    @Test
    void aWaitEndsAtTheExactInstantAndPollsNever() {
        enqueue("1", 1_000);
        enqueue("2", 1_000);
        assertThat(sharq.dequeue("sms")).isPresent();
        asked.clear();

        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        time.advanceMicros(999_999);
        assertThat(waiting).isNotDone();
        assertThat(asked).hasSize(1);
        time.advanceMicros(1);

        assertThat(waiting.join().orElseThrow().releasedAt()).isEqualTo(time.now());
        assertThat(asked).hasSize(2);
    }

    @Test
    void anInstantThatPassedWhileNobodyWaitedIsNotForgotten() {
        enqueue("1", 5_000);
        enqueue("2", 5_000);
        assertThat(sharq.dequeue("sms")).isPresent();
        CompletableFuture<Optional<Delivery>> tooShort = sharq.async().dequeue("sms", Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(6));
        assertThat(tooShort.join()).isEmpty();

        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", Duration.ofSeconds(1));
        time.advanceMicros(0);

        assertThat(waiting).isDone();
        assertThat(waiting.join()).isPresent();
    }

    @Test
    void aFaultThatPassedWhileNobodyWaitedIsForgotten() {
        enqueue("1", 0);
        fault = new BackendException(Outcome.NOT_DONE, "dequeue", "away", null);
        CompletableFuture<Optional<Delivery>> tooShort = sharq.async().dequeue("sms", Duration.ofMillis(1));
        time.advance(Duration.ofMillis(1));
        assertThat(tooShort).isCompletedExceptionally();
        fault = null;
        time.advance(Duration.ofSeconds(10));

        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", Duration.ofMillis(1));
        time.advanceMicros(0);

        assertThat(waiting).isDone();
        assertThat(waiting.join()).isPresent();
    }

    @Test
    void anEnqueueWakesAWaitAtOnce() {
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        enqueue("1", 0);
        time.advanceMicros(0);

        assertThat(waiting.join()).isPresent();
    }

    @Test
    void aLoweredIntervalWakesAWaitEarlier() {
        enqueue("1", 10_000);
        enqueue("2", 10_000);
        sharq.dequeue("sms");
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        sharq.queue(new QueueKey("sms", "queue")).interval(Duration.ofMillis(2));
        time.advanceMicros(1_999);
        assertThat(waiting).isNotDone();
        time.advanceMicros(1);

        assertThat(waiting).isDone();
    }

    @Test
    void aThousandWaitersCostOneWakeUpForAJob() {
        List<CompletableFuture<Optional<Delivery>>> waiting = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            waiting.add(sharq.async().dequeue("sms", LONG));
        }
        assertThat(asked).hasSize(1);
        enqueue("1", 0);
        time.advanceMicros(0);

        assertThat(waiting.stream().filter(CompletableFuture::isDone)).hasSize(1);
        assertThat(waiting.get(0)).isDone();
        assertThat(asked).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aWaitThatEndsWithoutAJobSaysWhenToComeBack() {
        enqueue("1", 10_000);
        enqueue("2", 10_000);
        sharq.dequeue("sms");
        var waiting = sharq.async().dequeue(DequeueOptions.of("sms").waitAtMost(Duration.ofSeconds(3)));
        time.advance(Duration.ofSeconds(3));

        assertThat(waiting.join().jobs()).isEmpty();
        assertThat(waiting.join().nextReadyAt()).contains(time.now().plusSeconds(7));
    }

    @Test
    void newsThatComeWhileADequeueIsOnItsWayAreNotLost() {
        gate = new CompletableFuture<>();
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        enqueue("1", 0);
        time.advanceMicros(0);
        assertThat(waiting).isNotDone();
        gate.complete(null);
        time.advanceMicros(0);

        assertThat(waiting.join()).isPresent();
    }

    @Test
    void aCallerThatHasGoneTakesNoJobWithIt() {
        gate = new CompletableFuture<>();
        enqueue("1", 0);
        enqueue("2", 0);
        CompletableFuture<Optional<Delivery>> first = sharq.async().dequeue("sms", LONG);
        CompletableFuture<Optional<Delivery>> second = sharq.async().dequeue("sms", LONG);
        first.cancel(false);
        gate.complete(null);
        time.advanceMicros(0);
        assertThat(second.join().orElseThrow().job().id()).isEqualTo("1");

        gate = new CompletableFuture<>();
        CompletableFuture<Optional<Delivery>> third = sharq.async().dequeue("sms", LONG);
        third.cancel(false);
        gate.complete(null);
        time.advanceMicros(0);
        assertThat(sharq.dequeue("sms").orElseThrow().deliveries()).isEqualTo(2);
    }

    /** Rule 6: two callers must never hold the first two jobs of an ordered queue. */
    @Test
    void theBatchOfAnOrderedQueueIsOneCallers() {
        CompletableFuture<Optional<Delivery>> first = sharq.async().dequeue("sms", LONG);
        CompletableFuture<Optional<Delivery>> second = sharq.async().dequeue("sms", LONG);
        enqueueOrdered("1", "2");
        time.advanceMicros(0);

        assertThat(first.join().orElseThrow().job().id()).isEqualTo("1");
        assertThat(second).isNotDone();
        assertThat(active()).isEqualTo(1);
        sharq.finish(first.join().orElseThrow());
        time.advanceMicros(0);
        assertThat(second.join().orElseThrow().job().id()).isEqualTo("2");
    }

    @Test
    void aCallerForBatchesGetsTheBatchOfAnOrderedQueueAlone() {
        CompletableFuture<Dequeued> batch = dequeue(3);
        CompletableFuture<Dequeued> single = dequeue(1);
        enqueueOrdered("1", "2", "3", "4");
        time.advanceMicros(0);

        assertThat(batch.join().jobs())
                .extracting(delivery -> delivery.job().id())
                .containsExactly("1", "2", "3");
        assertThat(single).isNotDone();
    }

    @Test
    void aCallerThatWantsOneQueueGetsJobsOfOneThoughTheCallerBeforeItHasGone() {
        gate = new CompletableFuture<>();
        sharq.enqueue(NewJob.of("sms", "one", "1", "1"));
        sharq.enqueue(NewJob.of("sms", "two", "2", "2"));
        CompletableFuture<Dequeued> ofAny = dequeue(2);
        CompletableFuture<Dequeued> ofOne = sharq.async()
                .dequeue(DequeueOptions.of("sms").count(2).from(DequeueFrom.ONE).waitAtMost(LONG));
        ofAny.cancel(false);
        gate.complete(null);
        time.advanceMicros(0);

        assertThat(ofOne.join().jobs())
                .extracting(delivery -> delivery.job().queue())
                .hasSize(1);
    }

    /** A job of a caller that has gone never has that caller's name. */
    @Test
    void aCallerGetsNoJobUnderTheNameOfOneThatHasGone() {
        gate = new CompletableFuture<>();
        enqueue("1", 0);
        DequeueOptions options = DequeueOptions.of("sms").waitAtMost(LONG);
        CompletableFuture<Dequeued> gone = sharq.async().dequeue(options.consumer("first"));
        CompletableFuture<Dequeued> next = sharq.async().dequeue(options.consumer("second"));
        gone.cancel(false);
        gate.complete(null);
        time.advanceMicros(0);

        Delivery delivery = next.join().first().orElseThrow();
        assertThat(sharq.find(delivery.job()).orElseThrow().consumer()).hasValue("second");
    }

    @Test
    void eachCallerHasItsOwnLease() {
        var options = DequeueOptions.of("sms").waitAtMost(LONG);
        CompletableFuture<Dequeued> shorter = sharq.async().dequeue(options.lease(Duration.ofSeconds(2)));
        CompletableFuture<Dequeued> longer = sharq.async().dequeue(options.lease(Duration.ofSeconds(9)));
        enqueue("1", 0);
        enqueue("2", 0);
        time.advanceMicros(0);

        assertThat(shorter.join().first().orElseThrow().lease().expiresAt())
                .isEqualTo(time.now().plusSeconds(2));
        assertThat(longer.join().first().orElseThrow().lease().expiresAt())
                .isEqualTo(time.now().plusSeconds(9));
    }

    @Test
    void aRefusalIsItsCallersAlone() {
        gate = new CompletableFuture<>();
        fault = new BackendException(Outcome.REJECTED, "dequeue", "no right", null);
        CompletableFuture<Optional<Delivery>> refused = sharq.async().dequeue("sms", LONG);
        fault = null;
        enqueue("1", 0);
        CompletableFuture<Optional<Delivery>> served = sharq.async().dequeue("sms", LONG);
        gate.complete(null);

        assertThat(refused).isCompletedExceptionally();
        assertThat(served.join()).isPresent();
    }

    @Test
    void aWaitThatEndsWhileItsFirstLookIsInFlightTakesWhatThatBrings() {
        gate = new CompletableFuture<>();
        enqueue("1", 1_000);
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", Duration.ofMillis(1));
        time.advance(Duration.ofMillis(2));
        assertThat(waiting).isNotDone();
        gate.complete(null);

        assertThat(waiting.join().orElseThrow().deliveries()).isEqualTo(1);
        assertThat(active()).isEqualTo(1);
    }

    @Test
    void aWaitThatEndsWhileItsFirstLookIsInFlightIsEmptyIfThatBringsNothing() {
        gate = new CompletableFuture<>();
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", Duration.ofMillis(1));
        time.advance(Duration.ofMillis(2));
        gate.complete(null);

        assertThat(waiting.join()).isEmpty();
    }

    @Test
    void aWaitThatEndsWhileALaterLookIsInFlightTakesWhatThatBrings() {
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", Duration.ofSeconds(1));
        gate = new CompletableFuture<>();
        enqueue("1", 1_000);
        time.advance(Duration.ofSeconds(2));
        assertThat(waiting).isNotDone();
        gate.complete(null);

        assertThat(waiting.join()).isPresent();
    }

    @Test
    void aWaitThatEndsBehindAnotherCallersFirstLookLooksItself() {
        gate = new CompletableFuture<>();
        enqueue("1", 0);
        enqueue("2", 0);
        CompletableFuture<Optional<Delivery>> first = sharq.async().dequeue("sms", LONG);
        CompletableFuture<Optional<Delivery>> second = sharq.async().dequeue("sms", Duration.ofMillis(1));
        time.advance(Duration.ofMillis(2));
        assertThat(second).isNotDone();
        gate.complete(null);

        assertThat(first.join().orElseThrow().job().id()).isEqualTo("1");
        assertThat(second.join().orElseThrow().job().id()).isEqualTo("2");
    }

    @Test
    void onlyACallerWhoseAnswerWasLostIsUnclear() {
        fault = new BackendException(Outcome.UNKNOWN, "dequeue", "reply lost", null);
        CompletableFuture<Optional<Delivery>> looked = sharq.async().dequeue("sms", Duration.ofMillis(1));
        CompletableFuture<Optional<Delivery>> behind = sharq.async().dequeue("sms", Duration.ofMillis(1));
        time.advance(Duration.ofMillis(1));

        assertThat(outcome(looked)).isEqualTo(Outcome.UNKNOWN);
        assertThat(outcome(behind)).isEqualTo(Outcome.NOT_DONE);
    }

    /** The first attempt's answer was lost, so that the second one's sure failure makes nothing clear. */
    @Test
    void aDequeueStaysUnclearUntilItIsAnswered() {
        enqueue("1", 0);
        fault = new BackendException(Outcome.UNKNOWN, "dequeue", "reply lost", null);
        loses = true;
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        fault = new BackendException(Outcome.NOT_DONE, "dequeue", "away", null);
        loses = false;
        time.advance(Duration.ofMillis(10));
        fault = null;
        time.advance(Duration.ofMillis(100));

        assertThat(waiting.join().orElseThrow().job().id()).isEqualTo("1");
        assertThat(asked)
                .extracting(DequeueRequest::nonce)
                .containsOnly(asked.get(0).nonce());
    }

    @Test
    void theJobsOfALostAnswerAreGivenBackAfterTheirCallerHasGone() {
        enqueue("1", 0);
        fault = new BackendException(Outcome.UNKNOWN, "dequeue", "reply lost", null);
        loses = true;
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", Duration.ofMillis(1));
        time.advance(Duration.ofMillis(1));
        assertThat(waiting).isCompletedExceptionally();
        fault = null;
        time.advance(Duration.ofMillis(100));

        assertThat(active()).isZero();
    }

    /** A lease that ended while the store was away is no job for a caller. */
    @Test
    void aLeaseThatEndedBeforeItsAnswerCameIsNotHandedOut() {
        enqueue("1", 0);
        fault = new BackendException(Outcome.UNKNOWN, "dequeue", "reply lost", null);
        loses = true;
        CompletableFuture<Dequeued> waiting = sharq.async()
                .dequeue(DequeueOptions.of("sms").lease(Duration.ofSeconds(1)).waitAtMost(LONG));
        time.advance(Duration.ofSeconds(5));
        fault = null;
        time.advance(Duration.ofSeconds(2));
        assertThat(waiting).isNotDone();
        sharq.requeue();
        time.advanceMicros(0);

        assertThat(waiting.join().first().orElseThrow().lease().expiresAt())
                .isEqualTo(time.now().plusSeconds(1));
    }

    /** A repeated dequeue names no instant, so that it must not put the others to sleep. */
    @Test
    void theOthersAreServedAfterARepeatedDequeue() {
        enqueue("1", 1_000);
        enqueue("2", 1_000);
        fault = new BackendException(Outcome.UNKNOWN, "dequeue", "reply lost", null);
        loses = true;
        CompletableFuture<Optional<Delivery>> first = sharq.async().dequeue("sms", LONG);
        CompletableFuture<Optional<Delivery>> second = sharq.async().dequeue("sms", LONG);
        fault = null;
        time.advance(Duration.ofMillis(999));
        assertThat(first).isDone();
        assertThat(second).isNotDone();
        time.advance(Duration.ofMillis(1));

        assertThat(second).isDone();
    }

    @Test
    void aJobOfACallerThatHasGoneIsTheNextCallersWithoutANewRelease() {
        gate = new CompletableFuture<>();
        enqueue("1", 60_000);
        CompletableFuture<Optional<Delivery>> gone = sharq.async().dequeue("sms", LONG);
        CompletableFuture<Optional<Delivery>> next = sharq.async().dequeue("sms", LONG);
        gone.cancel(false);
        gate.complete(null);
        time.advanceMicros(0);

        assertThat(next.join().orElseThrow().deliveries()).isEqualTo(1);
    }

    @Test
    void aLookThatIsInFlightWhenAllIsClosedLeavesNoLease() {
        gate = new CompletableFuture<>();
        enqueue("1", 0);
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(sharq::close);
        assertThat(waiting.join()).isEmpty();
        gate.complete(null);
        closing.join();

        assertThat(called).endsWith("release", "close");
    }

    @Test
    void aLastLookInFlightHoldsNobodyElseUp() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> last = new CompletableFuture<>();
        gate = first;
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        CompletableFuture<Optional<Delivery>> brief = sharq.async().dequeue("sms", Duration.ofMillis(1));
        gate = last;
        time.advance(Duration.ofMillis(1));
        assertThat(asked).hasSize(2);
        first.complete(null);
        gate = CompletableFuture.completedFuture(null);
        enqueue("1", 0);
        time.advanceMicros(0);

        assertThat(waiting).isDone();
        last.complete(null);
        assertThat(brief.join()).isEmpty();
    }

    @Test
    void waitsThatHaveEndedLeaveNoAlarmForADistantInstant() {
        int[] pending = {0};
        Alarms counted = (delay, task) -> {
            pending[0]++;
            AtomicBoolean isOver = new AtomicBoolean();
            Registration alarm = time.schedule(delay, () -> {
                pending[0] -= isOver.getAndSet(true) ? 0 : 1;
                task.run();
            });
            return () -> {
                alarm.close();
                pending[0] -= isOver.getAndSet(true) ? 0 : 1;
            };
        };
        try (SharQ counting = SharQ.builder()
                .backend(InMemoryBackend.create(time))
                .alarms(counted)
                .upkeep(false)
                .open()) {
            NewJob hourly = NewJob.of("sms", "queue", "1", "1").interval(Duration.ofHours(1));
            counting.enqueueAll(List.of(hourly, NewJob.of("sms", "queue", "2", "2")));
            assertThat(counting.dequeue("sms")).isPresent();
            for (int i = 0; i < 10; i++) {
                CompletableFuture<?> waiting = counting.async().dequeue("sms", Duration.ofSeconds(1));
                time.advance(Duration.ofSeconds(1));
                assertThat(waiting).isDone();
            }
            assertThat(pending[0]).isZero();
        }
    }

    @Test
    void aLatenessListenerThatThrowsCostsNobodyAJob() {
        try (SharQ listened = SharQ.builder()
                .backend(InMemoryBackend.create(time))
                .alarms(time)
                .upkeep(false)
                .latenessListener((type, late) -> {
                    throw new LinkageError("no listener today");
                })
                .open()) {
            CompletableFuture<Optional<Delivery>> waiting = listened.async().dequeue("sms", LONG);
            listened.enqueue(NewJob.of("sms", "queue", "1", "1"));
            time.advanceMicros(0);

            assertThat(waiting).isDone();
        }
    }

    @Test
    void aBurstIsServedInOrderByFewRequests() {
        List<CompletableFuture<Optional<Delivery>>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(sharq.async().dequeue("sms", LONG));
        }
        for (int i = 0; i < 40; i++) {
            enqueue("job-" + i, 0);
        }
        asked.clear();
        time.advanceMicros(0);

        for (int i = 0; i < 40; i++) {
            assertThat(waiting.get(i).join().orElseThrow().job().id()).isEqualTo("job-" + i);
        }
        assertThat(waiting.subList(40, 100)).noneMatch(CompletableFuture::isDone);
        assertThat(asked).hasSizeLessThanOrEqualTo(41);
    }

    @Test
    void thousandsOfCallersAndJobsNeedNoDeepStack() {
        List<CompletableFuture<Optional<Delivery>>> waiting = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            waiting.add(sharq.async().dequeue("sms", LONG));
        }
        for (int i = 0; i < 5_000; i++) {
            enqueue("job-" + i, 0);
        }
        time.advanceMicros(0);

        assertThat(waiting).allMatch(CompletableFuture::isDone);
    }

    private CompletableFuture<Dequeued> dequeue(int count) {
        return sharq.async().dequeue(DequeueOptions.of("sms").count(count).waitAtMost(LONG));
    }

    private void enqueueOrdered(String... jobIds) {
        sharq.enqueueAll(Stream.of(jobIds)
                .map(id -> NewJob.of("sms", "queue", id, id).ordered(true))
                .toList());
    }

    private long active() {
        return sharq.queue(new QueueKey("sms", "queue"))
                .describe()
                .orElseThrow()
                .active();
    }

    private static Outcome outcome(CompletableFuture<?> failed) {
        Throwable failure = failed.handle((value, thrown) -> thrown).join();
        Throwable cause =
                failure.getCause() != null && !(failure instanceof BackendException) ? failure.getCause() : failure;
        return ((BackendException) cause).outcome();
    }

    @Test
    void aWaitGoesOnWhileTheStoreIsAway() {
        fault = new BackendException(Outcome.NOT_DONE, "dequeue", "away", null);
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        time.advance(Duration.ofSeconds(30));
        assertThat(waiting).isNotDone();
        assertThat(asked).hasSizeBetween(30, 60);
        fault = null;
        enqueue("1", 0);
        time.advance(Duration.ofSeconds(1));

        assertThat(waiting.join()).isPresent();
    }

    @Test
    void aDequeueWhoseReplyWasLostIsAskedForAgainUnderItsNonce() {
        enqueue("1", 0);
        enqueue("2", 0);
        fault = new BackendException(Outcome.UNKNOWN, "dequeue", "reply lost", null);
        loses = true;
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        fault = null;
        time.advance(Duration.ofMillis(10));

        assertThat(waiting.join().orElseThrow().job().id()).isEqualTo("1");
        assertThat(sharq.queue(new QueueKey("sms", "queue"))
                        .describe()
                        .orElseThrow()
                        .active())
                .isEqualTo(1);
    }

    @Test
    void aWaitThatTheStoreNeverAnsweredFails() {
        fault = new BackendException(Outcome.NOT_DONE, "dequeue", "away", null);
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", Duration.ofSeconds(2));
        time.advance(Duration.ofSeconds(2));

        assertThatThrownBy(waiting::join).hasRootCauseInstanceOf(BackendException.class);
    }

    @Test
    void aRefusalEndsAWait() {
        fault = new BackendException(Outcome.REJECTED, "dequeue", "no right", null);

        assertThatThrownBy(() -> sharq.dequeue("sms", LONG))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("no right");
    }

    @Test
    void closingEndsWaits() {
        CompletableFuture<Optional<Delivery>> waiting = sharq.async().dequeue("sms", LONG);
        sharq.close();

        assertThat(waiting.join()).isEmpty();
    }

    private void enqueue(String jobId, long intervalMillis) {
        sharq.enqueue(NewJob.of("sms", "queue", jobId, jobId).interval(Duration.ofMillis(intervalMillis)));
    }
}
