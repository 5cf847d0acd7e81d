package io.sharq.test;

import static io.sharq.test.SharQAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Outcome;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestSharQTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestSharQ test = TestSharQ.open();
    private final TestQueue queue = test.queue("sms", "user001");

    @AfterEach
    void close() {
        test.close();
    }

    private static NewJob job(String id) {
        return NewJob.of("sms", "user001", id, "hello");
    }

    private void enqueueLimited() {
        test.sharq().enqueue(job("job-1").interval(SECOND));
        test.sharq().enqueue(job("job-2"));
    }

    @Test
    void aQueueReleasesItsJobsAtTheirInstants() {
        enqueueLimited();

        assertThat(queue)
                .releases("job-1")
                .atOnce()
                .releasesNothing()
                .releases("job-2")
                .at(TestSharQ.START.plusSeconds(1))
                .isEmpty()
                .released("job-1", "job-2")
                .releasedNoTwoCloserThan(SECOND);
        assertThat(test.now()).isEqualTo(TestSharQ.START.plusSeconds(1));
    }

    @Test
    void theClockMovesNoFurtherThanTheRelease() {
        test.sharq().enqueue(job("job-1").delay(Duration.ofMillis(1_234)));

        assertThat(queue)
                .releasesNothingFor(Duration.ofMillis(1_233))
                .releases("job-1")
                .after(Duration.ofMillis(1));
    }

    @Test
    void aFailedAssertionSaysWhatHappened() {
        enqueueLimited();
        test.sharq().enqueue(NewJob.of("sms", "user002", "job-1", "hello"));
        assertThatThrownBy(() -> assertThat(test.queue("sms", "user002")).releases("job-2"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the queue sms/user002 to release <job-2>, but it releases <job-1>");
        assertThat(queue).releases("job-1");
        assertThatThrownBy(() -> assertThat(queue).releases("job-2").atOnce())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("but it did at <2026-01-01T00:00:01Z>");
        test.sharq().enqueue(job("job-4"));
        assertThatThrownBy(() -> assertThat(queue).releasesNothingFor(SECOND))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("but it releases <job-4> at <2026-01-01T00:00:02Z>");
        assertThatThrownBy(() -> assertThat(queue).releasedNoTwoCloserThan(SECOND.plusNanos(1_000)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("<job-1> at <2026-01-01T00:00:00Z> and <job-2> at");
        assertThatThrownBy(() -> assertThat(queue).released("job-1"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("<[job-1, job-2, job-4]>");
        assertThatThrownBy(() -> assertThat(queue).isEmpty())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("to have <0> active jobs, but it has <1>");
        assertThatThrownBy(() -> assertThat(queue).hasJob("job-3", JobState.DEAD))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("but it is <not there>");
        assertThatThrownBy(() -> assertThat(queue).hasNoJob("job-4"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("but it is <ACTIVE>");
    }

    @Test
    void aQueueThatReleasesNothingWithinADaySaysWhy() {
        test.sharq().enqueue(job("job-1"));
        test.sharq().type("sms").pause();

        assertThatThrownBy(() -> assertThat(queue).releases("job-1"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("releases nothing within PT24H")
                .hasMessageContaining("typePaused=true");
        assertThatThrownBy(() -> assertThat(queue).atOnce()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anExpiredLeaseBringsTheJobBack() {
        test.sharq().enqueue(job("job-1"));
        Delivery first = test.sharq().dequeue("sms").orElseThrow();

        test.faults().expire(first);

        assertThat(queue).hasLength(1).hasActive(0).hasJob("job-1", JobState.QUEUED);
        assertThat(test.sharq().dequeue("sms").orElseThrow().deliveries()).isEqualTo(2);
        assertThatThrownBy(() -> test.faults().expire(first)).isInstanceOf(IllegalStateException.class);
        assertThat(test.releases())
                .containsExactly(
                        new Release(JobKey.of("sms", "user001", "job-1"), TestSharQ.START, 1),
                        new Release(JobKey.of("sms", "user001", "job-1"), TestSharQ.START.plus(SECOND), 2));
    }

    @Test
    void anAnswerIsLostOnceAndTheOperationIsDone() {
        test.faults().loseAnswer(EnqueueRequest.class);

        assertThatThrownBy(() -> test.sharq().enqueue(job("job-1")))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));

        assertThat(queue).hasLength(1);
        assertThat(test.sharq().enqueue(job("job-1")).status()).isEqualTo(EnqueueStatus.DUPLICATE);
    }

    @Test
    void anOperationFailsBeforeItIsDone() {
        test.faults().fail(EnqueueRequest.class, 2).loseAnswers(FinishRequest.class, 3);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> test.sharq().enqueue(job("job-1")))
                    .isInstanceOfSatisfying(
                            BackendException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_DONE));
        }

        assertThat(queue).isEmpty();
        assertThat(test.faults().pending()).isEqualTo(3);
        test.faults().clear();
        assertThat(test.faults().pending()).isZero();
        test.sharq().enqueue(job("job-1"));
        assertThat(queue).releases("job-1");
        assertThatThrownBy(() -> test.faults().fail(EnqueueRequest.class, 0))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("times");
    }

    @Test
    void retriesComeWhenTheClockMoves() {
        try (TestSharQ retrying = TestSharQ.builder()
                .startingAt(Instant.parse("2027-03-01T08:00:00Z"))
                .settings(SharQSettings.builder().retryFor(SECOND).build())
                .open()) {
            retrying.sharq().enqueue(job("job-1"));
            retrying.faults().fail(DequeueRequest.class);
            CompletableFuture<Optional<Delivery>> dequeued =
                    retrying.sharq().async().dequeue("sms");
            assertThat(dequeued).isNotDone();

            assertThat(retrying.time().advanceUntil(dequeued::isDone, SECOND)).isTrue();

            assertThat(dequeued.join()).isPresent();
            assertThat(retrying.now()).isBefore(Instant.parse("2027-03-01T08:00:01Z"));
        }
    }
}
