package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Failure;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.FailStatus;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Outcome;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.Backend;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the facade makes of calls that fail: made again where that is safe, within its bound, and said to be open where not. */
class RetryingTest {
    private static final QueueKey QUEUE = new QueueKey("sms", "user001");
    private static final Duration RETRY_FOR = Duration.ofSeconds(2);
    private static final PageRequest PAGE = PageRequest.first(10);

    /** What happens to a call: it does not arrive, or it is carried out and its answer is lost, or it is refused. */
    private enum Fault {
        AWAY(Outcome.NOT_DONE),
        LOST(Outcome.UNKNOWN),
        NEVER_RUN(Outcome.UNKNOWN),
        REFUSED(Outcome.REJECTED);

        private final Outcome outcome;

        Fault(Outcome outcome) {
            this.outcome = outcome;
        }
    }

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryBackend backend = InMemoryBackend.create(time);
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private boolean isAway;
    private Runnable between = () -> {};
    private final SharQ sharq = SharQ.builder()
            .backend(failing())
            .alarms(time)
            .upkeep(false)
            .settings(SharQSettings.builder()
                    .retryFor(RETRY_FOR)
                    .jobExpireInterval(Duration.ofMinutes(1))
                    .build())
            .open();

    @AfterEach
    void close() {
        sharq.close();
    }

    private Backend failing() {
        return new InterceptedBackend(backend) {
            @Override
            protected <R> CompletionStage<R> perform(Operation<R> operation) {
                // The limits on dead jobs are asked for before a failure: a call of its own, which meets no fault here.
                if (operation instanceof AgreeRequest) {
                    return operation.on(backend());
                }
                calls.add(operation.name());
                Fault fault = isAway ? Fault.AWAY : faults.poll();
                if (fault == Fault.LOST) {
                    CompletionStage<?> unused = operation.on(backend());
                    between.run();
                }
                return fault == null
                        ? operation.on(backend())
                        : CompletableFuture.failedFuture(
                                new BackendException(fault.outcome, operation.name(), fault.name(), null));
            }
        };
    }

    private void meet(Fault... next) {
        faults.addAll(Arrays.asList(next));
    }

    private NewJob job(String id) {
        return NewJob.of(new JobKey(QUEUE, id), id);
    }

    /** The answer, once time has passed for the pauses between attempts. */
    private <T> T after(CompletableFuture<T> answer) {
        time.advance(RETRY_FOR);
        assertThat(answer).isDone();
        return answer.join();
    }

    private Lease take() {
        calls.clear();
        Deque<Fault> later = new ArrayDeque<>(faults);
        faults.clear();
        Lease lease = sharq.dequeue("sms").map(Delivery::lease).orElseThrow();
        faults.addAll(later);
        calls.clear();
        return lease;
    }

    static Stream<Map.Entry<String, Function<SharQ, CompletableFuture<?>>>> everything() {
        Map<String, Function<SharQ, CompletableFuture<?>>> all = new LinkedHashMap<>();
        JobKey key = new JobKey(QUEUE, "1");
        all.put("enqueue", s -> s.async().enqueue(NewJob.of(key, 1)));
        all.put("dequeue", s -> s.async().dequeue("sms"));
        all.put("finish", s -> s.async().finish(key));
        all.put("configure", s -> s.async().queue(QUEUE).interval(Duration.ofSeconds(1)));
        all.put("pause", s -> s.async().queue(QUEUE).pause());
        all.put("describe", s -> s.async().queue(QUEUE).describe());
        all.put("find", s -> s.async().find(key));
        all.put("metrics", s -> s.async().metrics());
        all.put("types", s -> s.async().types(PAGE));
        all.put("queues", s -> s.async().type("sms").queues(PAGE));
        all.put("deadJobs", s -> s.async().type("sms").deadJobs(PAGE));
        all.put("clear", s -> s.async().queue(QUEUE).clear());
        all.put("redrive", s -> s.async().redrive(List.of(key)));
        all.put("discard", s -> s.async().discard(List.of(key)));
        return all.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void whatWasSurelyNotDoneIsMadeAgainWhateverItIs(
            Map.Entry<String, Function<SharQ, CompletableFuture<?>>> operation) {
        meet(Fault.AWAY, Fault.AWAY, Fault.AWAY);
        CompletableFuture<?> answer = operation.getValue().apply(sharq);
        assertThat(answer).isNotDone();
        after(answer);

        assertThat(calls).hasSize(4).containsOnly(operation.getKey());
    }

    @ParameterizedTest
    @MethodSource("everything")
    void whatMayHaveBeenDoneIsMadeAgainOnlyIfItHasOneEffect(
            Map.Entry<String, Function<SharQ, CompletableFuture<?>>> operation) {
        meet(Fault.LOST);
        CompletableFuture<?> answer = operation.getValue().apply(sharq);
        if (List.of("finish", "clear", "redrive", "discard").contains(operation.getKey())) {
            assertUnknown(answer);
            assertThat(calls).containsExactly(operation.getKey());
        } else {
            after(answer);
            assertThat(calls).containsExactly(operation.getKey(), operation.getKey());
        }
    }

    @ParameterizedTest
    @MethodSource("everything")
    void whatWasRefusedIsNotMadeAgain(Map.Entry<String, Function<SharQ, CompletableFuture<?>>> operation) {
        meet(Fault.REFUSED);

        assertThat(operation.getValue().apply(sharq)).isCompletedExceptionally();
        assertThat(calls).containsExactly(operation.getKey());
    }

    @Test
    void anEnqueueWhoseAnswerWasLostIsSaidToBeQueued() {
        meet(Fault.LOST);

        assertThat(after(sharq.async().enqueue(job("1"))).status()).isEqualTo(EnqueueStatus.QUEUED);
        assertThat(sharq.enqueue(job("1")).status()).isEqualTo(EnqueueStatus.DUPLICATE);
    }

    @Test
    void aSecondJobOfTheSameIdInTheBatchStaysADuplicate() {
        meet(Fault.LOST);

        assertThat(after(sharq.async().enqueueAll(List.of(job("1"), job("2"), job("1")))))
                .extracting(EnqueueResult::status)
                .containsExactly(EnqueueStatus.QUEUED, EnqueueStatus.QUEUED, EnqueueStatus.DUPLICATE);
    }

    @Test
    void aDuplicateAfterFailuresThatDidNothingIsOne() {
        sharq.enqueue(job("1"));
        meet(Fault.AWAY, Fault.AWAY);

        assertThat(after(sharq.async().enqueue(job("1"))).status()).isEqualTo(EnqueueStatus.DUPLICATE);
    }

    @Test
    void aDequeueWhoseAnswerWasLostGetsTheSameJob() {
        sharq.enqueueAll(List.of(job("1"), job("2")));
        meet(Fault.LOST, Fault.AWAY, Fault.LOST);

        assertThat(after(sharq.async().dequeue("sms")).orElseThrow().job().id()).isEqualTo("1");
        assertThat(sharq.queue(QUEUE).describe().orElseThrow().active()).isEqualTo(1);
    }

    @Test
    void aFinishThatWasNotCarriedOutIsDoneByTheSecondAttempt() {
        sharq.enqueue(job("1"));
        Lease lease = take();
        meet(Fault.NEVER_RUN);

        assertThat(after(sharq.async().finish(lease))).isEqualTo(LeaseStatus.DONE);
    }

    @Test
    void aLeaseThatHasEndedAfterALostAnswerIsOpenAndSaysWhy() {
        sharq.enqueueAll(List.of(job("1"), job("2"), job("3")));
        meet(Fault.LOST);
        assertOpen(sharq.async().finish(take()));
        meet(Fault.LOST);
        assertOpen(sharq.async().fail(take(), Failure.because("no").retryAfter(Duration.ofHours(1))));
        meet(Fault.LOST);
        assertOpen(sharq.async().release(take()));
    }

    private void assertOpen(CompletableFuture<?> answer) {
        time.advance(RETRY_FOR);
        assertUnknown(answer);
        assertThatThrownBy(answer::join)
                .hasMessageContaining("1 of 1 leases had ended when it was tried again")
                .rootCause()
                .hasMessageContaining("LOST");
        assertThat(calls).hasSize(2);
    }

    @Test
    void aLeaseThatHadEndedBeforeAnythingWasLostIsLost() {
        sharq.enqueue(job("1"));
        Lease lease = take();
        sharq.finish(lease);
        meet(Fault.AWAY);

        assertThat(after(sharq.async().fail(lease))).isEqualTo(FailStatus.LEASE_LOST);
    }

    @Test
    void aFinishWithoutALeaseNeverEndsTheNextWorkersLease() {
        sharq.enqueue(job("1"));
        Lease first = take();
        meet(Fault.NEVER_RUN);

        assertUnknown(sharq.async().finish(first.job()));
        assertThat(calls).containsExactly("finish");
        assertThat(sharq.finish(first)).isEqualTo(LeaseStatus.DONE);
    }

    @Test
    void anExtendAndAResumeWhoseAnswersWereLostSucceed() {
        sharq.enqueue(job("1"));
        Lease lease = take();
        meet(Fault.LOST);
        assertThat(after(sharq.async().extend(lease, Duration.ofMinutes(5)))).isPresent();
        sharq.type("sms").pause();
        meet(Fault.LOST);

        assertThat(after(sharq.async().type("sms").resume())).isTrue();
        assertThat(sharq.type("sms").resume()).isFalse();
    }

    @Test
    void theStoreThatStaysAwayIsGivenUpWhenTheBoundIsReached() {
        isAway = true;
        CompletableFuture<EnqueueResult> answer = sharq.async().enqueue(job("1"));
        time.advance(RETRY_FOR.minusMillis(1));
        assertThat(answer).isNotDone();
        time.advance(Duration.ofMillis(1));

        assertOutcome(answer, Outcome.NOT_DONE);
        // Pauses of at least 5, 10, 20 ... and then 500 ms, and at most twice that.
        assertThat(calls).hasSizeBetween(7, 12);
        time.advance(Duration.ofMinutes(1));
        assertThat(calls).hasSizeBetween(7, 12);
    }

    @Test
    void whatMayHaveBeenDoneOnceStaysOpenWhateverTheLastAttemptSays() {
        meet(Fault.LOST);
        CompletableFuture<EnqueueResult> away = sharq.async().enqueue(job("1"));
        isAway = true;
        time.advance(RETRY_FOR);
        assertUnknown(away);
        isAway = false;
        meet(Fault.LOST, Fault.REFUSED);
        CompletableFuture<EnqueueResult> refused = sharq.async().enqueue(job("2"));
        time.advance(RETRY_FOR);

        assertUnknown(refused);
        assertThatThrownBy(refused::join).hasMessageContaining("the answer to an earlier attempt was lost");
    }

    @Test
    void aCallThatIsCancelledIsNotMadeAgain() {
        isAway = true;
        List<CompletableFuture<?>> answers = List.of(
                sharq.async().enqueue(job("1")),
                sharq.async().dequeue("sms"),
                sharq.async().dequeue(DequeueOptions.of("sms")),
                sharq.async().enqueueAll(List.of(job("2"), NewJob.of("call", "a", "1", 1))),
                sharq.async().queue(QUEUE).describe());
        assertThat(calls).hasSize(6);
        answers.forEach(answer -> answer.cancel(false));
        time.advance(RETRY_FOR);

        assertThat(calls).hasSize(6);
    }

    @Test
    void closingEndsRepetitions() {
        isAway = true;
        CompletableFuture<EnqueueResult> answer = sharq.async().enqueue(job("1"));
        sharq.close();

        assertOutcome(answer, Outcome.NOT_DONE);
        assertThat(sharq.async().enqueue(job("1"))).isCompletedExceptionally();
        assertThat(calls).hasSize(2);
    }

    @Test
    void withoutASpanNothingIsMadeAgain() {
        SharQ once = SharQ.builder()
                .backend(failing())
                .alarms(time)
                .upkeep(false)
                .settings(SharQSettings.builder().retryFor(Duration.ZERO).build())
                .open();
        meet(Fault.AWAY);

        assertOutcome(once.async().enqueue(job("1")), Outcome.NOT_DONE);
        assertThat(calls).hasSize(1);
        once.close();
    }

    /** A documented price: between the two attempts the job was done, and nothing remembers it. */
    @Test
    void aJobThatWasFinishedBetweenTwoAttemptsIsQueuedAgainUnlessItIsRetained() {
        for (Duration retention : List.of(Duration.ZERO, RETRY_FOR.multipliedBy(2))) {
            String id = "job-" + retention.toMillis();
            SharQ other = SharQ.builder()
                    .backend(failing())
                    .alarms(time)
                    .upkeep(false)
                    .settings(SharQSettings.builder()
                            .retryFor(RETRY_FOR)
                            .finishedRetention(retention)
                            .build())
                    .open();
            between = () -> other.finish(other.dequeue("sms").orElseThrow());
            meet(Fault.LOST);
            assertThat(after(other.async().enqueue(job(id))).isQueued()).isTrue();

            assertThat(other.queue(QUEUE).describe().orElseThrow().length()).isEqualTo(retention.isZero() ? 1 : 0);
            between = () -> {};
            if (retention.isZero()) {
                other.finish(other.dequeue("sms").orElseThrow());
            }
        }
    }

    private static void assertUnknown(CompletableFuture<?> answer) {
        assertOutcome(answer, Outcome.UNKNOWN);
    }

    private static void assertOutcome(CompletableFuture<?> answer, Outcome outcome) {
        assertThat(answer).isCompletedExceptionally();
        assertThatThrownBy(answer::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        BackendException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(outcome));
    }

    @Test
    void aDequeueThatIsRepeatedHandsOutNoLeaseThatHasEnded() {
        sharq.enqueue(job("1"));
        meet(Fault.LOST);
        between = () -> time.stepMicros(Duration.ofMinutes(2).toMillis() * 1_000);
        CompletableFuture<Optional<Delivery>> dequeue = sharq.async().dequeue("sms");
        time.advance(RETRY_FOR);

        assertThat(dequeue)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOfSatisfying(
                        BackendException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN));
        assertThat(calls).containsExactly("enqueue", "dequeue", "dequeue");
    }
}
