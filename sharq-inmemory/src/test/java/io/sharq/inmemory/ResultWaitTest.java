package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.Delivery;
import io.sharq.Failure;
import io.sharq.Finish;
import io.sharq.JobResult;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Outcome;
import io.sharq.api.Registration;
import io.sharq.spi.Backend;
import io.sharq.spi.EndListener;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import io.sharq.spi.WatchRequest;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waits for the end of a job (rule 27): woken, never polling, shared by callers, and never without a last read. */
class ResultWaitTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final JobKey JOB = JobKey.of("sms", "user001", "job");

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private int reads;
    private boolean losesNotifications;
    private BackendException fault;
    private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private EndListener listener;
    private final SharQ sharq = open(Duration.ofMinutes(10));

    private SharQ open(Duration retention) {
        return SharQ.builder()
                .backend(watched())
                .alarms(time)
                .upkeep(false)
                .settings(SharQSettings.builder()
                        .finishedRetention(retention)
                        .jobExpireInterval(LONG.multipliedBy(2))
                        .build())
                .open();
    }

    /** A backend whose reads are counted, and fail or are held up when a test says so; notifications may be lost. */
    private Backend watched() {
        return new InterceptedBackend(InMemoryBackend.create(time)) {
            @Override
            protected <R> CompletionStage<R> perform(Operation<R> operation) {
                if (!(operation instanceof WatchRequest)) {
                    return operation.on(backend());
                }
                reads++;
                CompletionStage<R> reply =
                        fault != null ? CompletableFuture.failedStage(fault) : operation.on(backend());
                return gate.thenCompose(open -> reply);
            }

            @Override
            public Registration onEnded(EndListener added) {
                listener = added;
                return backend().onEnded(new EndListener() {
                    @Override
                    public void ended(JobKey job) {
                        if (!losesNotifications) {
                            added.ended(job);
                        }
                    }

                    @Override
                    public void missed() {
                        added.missed();
                    }
                });
            }
        };
    }

    @AfterEach
    void close() {
        sharq.close();
    }

    private Delivery take() {
        return sharq.dequeue("sms").orElseThrow();
    }

    private CompletableFuture<JobResult> waiting(Duration wait) {
        return sharq.async().result(JOB, wait);
    }

    private void enqueue() {
        sharq.enqueue(NewJob.of("sms", "user001", "job", "payload").requeueLimit(0));
    }

    @Test
    void aWaiterIsWokenByTheFinishAndReadsTwice() {
        enqueue();
        CompletableFuture<JobResult> result = waiting(LONG);
        Delivery delivery = take();
        time.advance(Duration.ofMinutes(59));
        assertThat(result).isNotDone();
        assertThat(reads).isEqualTo(1);

        sharq.finish(delivery, Map.of("sent", true));
        time.advance(Duration.ZERO);

        JobResult.Finished finished = (JobResult.Finished) result.join();
        assertThat((Object) finished.resultAs(Map.class)).isEqualTo(Map.of("sent", true));
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void whatHasEndedIsAnsweredAtOnce() {
        assertThat(waiting(LONG).join()).isEqualTo(new JobResult.Gone(JOB));
        enqueue();
        sharq.fail(take().lease(), Failure.because("no number"));
        assertThat(waiting(LONG).join()).isEqualTo(new JobResult.Dead(JOB, Optional.of("no number")));
        sharq.discard(List.of(JOB));
        enqueue();
        sharq.finish(take());
        JobResult.Finished finished = (JobResult.Finished) waiting(LONG).join();
        assertThat(finished.result()).isEmpty();
        assertThatThrownBy(() -> finished.resultAs(String.class))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("`result` has an invalid value. The finish of the job left none.");
        assertThat(reads).isEqualTo(3);
    }

    @Test
    void deathAndCancelWake() {
        enqueue();
        CompletableFuture<JobResult> cancelled = waiting(LONG);
        sharq.cancel(JOB);
        time.advance(Duration.ZERO);
        assertThat(cancelled.join()).isEqualTo(new JobResult.Gone(JOB));

        enqueue();
        CompletableFuture<JobResult> dead = waiting(LONG);
        sharq.fail(take().lease());
        time.advance(Duration.ZERO);
        assertThat(dead.join()).isInstanceOf(JobResult.Dead.class);
    }

    @Test
    void atTheEndOfTheWaitTheJobIsReadOnceMore() {
        enqueue();
        CompletableFuture<JobResult> result = waiting(Duration.ofSeconds(30));
        take();
        time.advance(Duration.ofSeconds(30));
        assertThat(result.join()).isEqualTo(new JobResult.Unfinished(JOB, JobState.ACTIVE));
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void aLostNotificationEndsInAReadAtTheEndOfTheWait() {
        losesNotifications = true;
        enqueue();
        CompletableFuture<JobResult> result = waiting(Duration.ofSeconds(30));
        sharq.finish(take(), "done");
        time.advance(Duration.ofSeconds(29));
        assertThat(result).isNotDone();
        time.advance(Duration.ofSeconds(1));
        assertThat(((JobResult.Finished) result.join()).resultAs(String.class)).isEqualTo("done");
    }

    @Test
    void afterALossOfNotificationsEveryAwaitedJobIsReadAgain() {
        losesNotifications = true;
        enqueue();
        CompletableFuture<JobResult> result = waiting(LONG);
        sharq.finish(take(), "done");
        listener.missed();
        time.advance(Duration.ZERO);
        assertThat(result.join()).isInstanceOf(JobResult.Finished.class);
    }

    @Test
    void manyCallersOfOneJobShareItsReads() {
        enqueue();
        gate = new CompletableFuture<>();
        List<CompletableFuture<JobResult>> results =
                IntStream.range(0, 1_000).mapToObj(i -> waiting(LONG)).toList();
        gate.complete(null);
        assertThat(reads).isEqualTo(2);
        sharq.finish(take(), "done");
        time.advance(Duration.ZERO);
        assertThat(results).allSatisfy(result -> assertThat(result.join()).isInstanceOf(JobResult.Finished.class));
        assertThat(reads).isEqualTo(3);
    }

    /** The read in flight was sent before the job was there. Its response is no answer to a caller that came later. */
    @Test
    void aCallerIsAnsweredOnlyByAReadThatWasSentAfterItCame() {
        gate = new CompletableFuture<>();
        CompletableFuture<JobResult> early = waiting(LONG);
        enqueue();
        CompletableFuture<JobResult> late = waiting(LONG);
        gate.complete(null);
        assertThat(early.join()).isEqualTo(new JobResult.Gone(JOB));
        assertThat(late).isNotDone();
        sharq.finish(take(), "done");
        time.advance(Duration.ZERO);
        assertThat(late.join()).isInstanceOf(JobResult.Finished.class);
    }

    @Test
    void aCancelledWaitReadsNoMore() {
        enqueue();
        CompletableFuture<JobResult> result = waiting(LONG);
        result.cancel(false);
        sharq.finish(take());
        time.advance(LONG);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void aFailedReadIsRepeatedUntilTheStoreIsBack() {
        enqueue();
        fault = new BackendException(Outcome.NOT_DONE, "watch", "the store is away", null);
        CompletableFuture<JobResult> result = waiting(LONG);
        time.advance(Duration.ofMinutes(1));
        assertThat(result).isNotDone();
        sharq.finish(take(), "done");
        fault = null;
        time.advance(Duration.ofSeconds(2));
        assertThat(result.join()).isInstanceOf(JobResult.Finished.class);
    }

    @Test
    void aWaitThatEndsWhileTheStoreIsAwayFails() {
        enqueue();
        fault = new BackendException(Outcome.NOT_DONE, "watch", "the store is away", null);
        CompletableFuture<JobResult> result = waiting(Duration.ofSeconds(30));
        time.advance(Duration.ofSeconds(31));
        assertThatThrownBy(result::join).hasRootCauseInstanceOf(BackendException.class);
    }

    @Test
    void aRefusalFailsTheWaitAtOnce() {
        fault = new BackendException(Outcome.REJECTED, "watch", "no", null);
        assertThat(waiting(LONG)).isCompletedExceptionally();
    }

    @Test
    void aCloseAnswersEveryWaitWithTheJobAsItIs() {
        enqueue();
        CompletableFuture<JobResult> result = waiting(LONG);
        sharq.close();
        assertThat(result.join()).isEqualTo(new JobResult.Unfinished(JOB, JobState.QUEUED));
    }

    @Test
    void aResultWithoutARetentionIsRefusedByName() {
        try (SharQ forgetting = open(Duration.ZERO)) {
            forgetting.enqueue(NewJob.of("sms", "user001", "job", "payload"));
            Delivery delivery = forgetting.dequeue("sms").orElseThrow();
            assertThatThrownBy(() -> forgetting.finishEach(List.of(Finish.of(delivery.lease(), "done"))))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage(
                            "`result` has an invalid value. It is kept for the `finished_retention`, which is 0. Set a"
                                    + " longer one to keep results.");
            assertThat(forgetting.find(JOB).orElseThrow().state()).isEqualTo(JobState.ACTIVE);
        }
    }
}
