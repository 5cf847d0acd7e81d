package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Failure;
import io.sharq.NewJob;
import io.sharq.QueueSettings;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.FailStatus;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The facade on the backend that its users test with. */
class FacadeTest {
    private static final QueueKey QUEUE = new QueueKey("sms", "user001");

    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final SharQ sharq = SharQ.builder()
            .backend(InMemoryBackend.create(time))
            .alarms(time)
            .settings(SharQSettings.builder()
                    .maxBatchSize(10)
                    .maxPayloadSize(100)
                    .defaultJobRequeueLimit(1)
                    .build())
            .open();

    /** A payload of a user's own type. */
    record Sms(String to, Duration after) {}

    @AfterEach
    void close() {
        sharq.close();
    }

    @Test
    void anObjectComesBackAsItWasEnqueued() {
        Sms sms = new Sms("+49", Duration.ofSeconds(3));
        sharq.enqueue(job("object", sms));
        sharq.enqueue(job("node", JsonNodeFactory.instance.objectNode().put("a", 1)));
        sharq.enqueue(job("bytes", new byte[] {1, -1, 0}));

        assertThat(take().payloadAs(Sms.class)).isEqualTo(sms);
        assertThat(take().json().get("a").asInt()).isEqualTo(1);
        Delivery bytes = take();
        assertThat(bytes.payload().toByteArray()).containsExactly(1, -1, 0);
        assertThatThrownBy(() -> bytes.payloadAs(Sms.class))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("`payload` has an invalid value.")
                .hasCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void aBatchOverSeveralTypesAnswersInItsOrder() {
        List<EnqueueResult> answers = sharq.enqueueAll(List.of(
                NewJob.of("sms", "a", "1", 1),
                NewJob.of("call", "a", "1", 1),
                NewJob.of("sms", "a", "1", 1),
                NewJob.of("call", "a", "2", 1)));

        assertThat(answers)
                .extracting(EnqueueResult::status)
                .containsExactly(
                        EnqueueStatus.QUEUED, EnqueueStatus.QUEUED, EnqueueStatus.DUPLICATE, EnqueueStatus.QUEUED);
        assertThat(answers.get(3).queueLength()).isEqualTo(2);
        List<Lease> leases = sharq.dequeue(DequeueOptions.of("call").count(5)).jobs().stream()
                .map(Delivery::lease)
                .toList();
        assertThat(sharq.finishAll(List.of(leases.get(0), take().lease(), leases.get(1), leases.get(0))))
                .containsExactly(LeaseStatus.DONE, LeaseStatus.DONE, LeaseStatus.DONE, LeaseStatus.LEASE_LOST);
    }

    @Test
    void aMisuseIsRefusedByNameAndChangesNothing() {
        refuse("interval", () -> job("x", 1).interval(Duration.ofNanos(1)));
        refuse("interval", () -> job("x", 1).interval(Duration.ofMillis(-1)));
        refuse("interval", () -> job("x", 1).interval(Duration.ofDays(366)));
        refuse("interval", () -> sharq.queue(QUEUE).interval(Duration.of(1_500, java.time.temporal.ChronoUnit.MICROS)));
        refuse("delay", () -> job("x", 1).delay(Duration.ofSeconds(-1)));
        refuse("order", () -> job("x", 1).order(40_000));
        refuse("max_queued_length", () -> job("x", 1).maxQueueLength(0));
        refuse("payload", () -> sharq.enqueue(job("x", new byte[101])));
        refuse("payload", () -> sharq.enqueue(job("x", new Object())));
        refuse("batch", () -> sharq.enqueueAll(List.of()));
        refuse(
                "batch",
                () -> sharq.finishAll(java.util.Collections.nCopies(
                        11, new Lease(new JobKey(QUEUE, "x"), new io.sharq.api.LeaseToken(1, 1), time.now()))));
        refuse("count", () -> sharq.dequeue(DequeueOptions.of("sms").count(11)));
        refuse("queue_type", () -> sharq.dequeue("no type"));
        refuse(
                "wait",
                () -> DequeueOptions.of("sms")
                        .from(new io.sharq.api.DequeueFrom.Queue("a"))
                        .waitAtMost(Duration.ofSeconds(1)));
        assertThat(sharq.types(PageRequest.first(10)).items()).isEmpty();
    }

    private static void refuse(String field, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(InvalidValueException.class)
                .extracting(e -> ((InvalidValueException) e).field())
                .isEqualTo(field);
    }

    @Test
    void aQueueAndItsJobsCanBeWatchedAndSteered() {
        sharq.enqueueAll(List.of(job("1", 1).interval(Duration.ofSeconds(1)), job("2", 2)));
        take();
        QueueDescription queue = sharq.queue(QUEUE).describe().orElseThrow();
        assertThat(queue.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(queue.nextRelease()).contains(time.now().plusSeconds(1));
        JobDescription second = sharq.find(new JobKey(QUEUE, "2")).orElseThrow();
        assertThat(second.state()).isEqualTo(JobState.QUEUED);
        assertThat(second.earliestRelease()).contains(time.now().plusSeconds(1));
        assertThat(sharq.queue(QUEUE).metrics().minutes().get(9).enqueued()).isEqualTo(2);

        assertThat(sharq.queue(QUEUE).interval(Duration.ZERO)).isTrue();
        assertThat(sharq.queue(new QueueKey("sms", "nobody")).interval(Duration.ZERO))
                .isFalse();
        sharq.queue(QUEUE).configure(QueueSettings.change().holdUntil(time.now().plusSeconds(5), "busy"));
        assertThat(sharq.dequeue("sms")).isEmpty();
        assertThat(sharq.queue(QUEUE).describe().orElseThrow().heldUntil())
                .contains(time.now().plusSeconds(5));
        sharq.queue(QUEUE).configure(QueueSettings.change().liftHold());
        sharq.type("sms").pause();
        assertThat(sharq.dequeue("sms")).isEmpty();
        assertThat(sharq.type("sms").resume()).isTrue();
        assertThat(take().job().id()).isEqualTo("2");
        assertThat(sharq.queue(QUEUE).clear(true)).isZero();
    }

    @Test
    void aFailedJobComesBackUpToTheDefaultLimitAndThenLiesAmongTheDead() {
        sharq.enqueue(job("1", 1));
        assertThat(take().requeuesRemaining()).hasValue(1);
        time.advance(Duration.ofSeconds(2));
        Delivery again = take();
        assertThat(again.deliveries()).isEqualTo(2);
        assertThat(again.requeuesRemaining()).hasValue(0);
        assertThat(sharq.extend(again.lease(), Duration.ofSeconds(9))
                        .orElseThrow()
                        .expiresAt())
                .isEqualTo(time.now().plusSeconds(9));
        assertThat(sharq.fail(again.lease(), Failure.because("x".repeat(2_000))))
                .isEqualTo(FailStatus.DEAD);
        assertThat(sharq.type("sms").deadJobs(PageRequest.first(5)).items())
                .singleElement()
                .satisfies(dead -> assertThat(dead.reason().orElseThrow()).hasSize(1_000));
        assertThat(sharq.type("sms").redriveAll()).isEqualTo(1);
        assertThat(sharq.release(take().lease())).isEqualTo(LeaseStatus.DONE);
        assertThat(sharq.finish(new JobKey(QUEUE, "1"))).isEqualTo(LeaseStatus.LEASE_LOST);
    }

    @Test
    void aClosedSharQSaysSo() {
        sharq.close();
        assertThatThrownBy(() -> sharq.enqueue(job("1", Map.of())))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("the backend is closed");
    }

    private static NewJob job(String id, Object payload) {
        return NewJob.of(new JobKey(QUEUE, id), payload);
    }

    private Delivery take() {
        return sharq.dequeue("sms").orElseThrow();
    }
}
