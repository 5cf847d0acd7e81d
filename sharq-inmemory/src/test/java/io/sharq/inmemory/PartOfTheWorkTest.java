package io.sharq.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.DequeueOptions;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.JobKey;
import io.sharq.api.Outcome;
import io.sharq.api.QueueKey;
import io.sharq.spi.Backend;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import io.sharq.spi.RedriveRequest;
import io.sharq.spi.RequeueRequest;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a facade makes of work of many calls, some of which fail. */
class PartOfTheWorkTest {
    private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryBackend backend = InMemoryBackend.create(time);
    private final List<String> calls = new ArrayList<>();
    private Predicate<Operation<?>> fails = operation -> false;
    private final SharQ sharq = SharQ.builder()
            .backend(failing())
            .alarms(time)
            .upkeep(false)
            .settings(SharQSettings.builder()
                    .retryFor(Duration.ZERO)
                    .maxBatchSize(1_000)
                    .defaultJobRequeueLimit(0)
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
                calls.add(operation.name());
                return fails.test(operation)
                        ? CompletableFuture.failedFuture(
                                new BackendException(Outcome.NOT_DONE, operation.name(), "the store is away", null))
                        : operation.on(backend());
            }
        };
    }

    private static NewJob job(String type, int number) {
        return NewJob.of(new JobKey(new QueueKey(type, "queue"), "job-" + number), number);
    }

    private void fill(int jobs) {
        for (int from = 0; from < jobs; from += 1_000) {
            List<NewJob> batch = new ArrayList<>();
            for (int i = from; i < Math.min(jobs, from + 1_000); i++) {
                batch.add(job("sms", i));
            }
            sharq.enqueueAll(batch);
        }
    }

    private long calls(String operation) {
        return calls.stream().filter(operation::equals).count();
    }

    private static void assertPartlyDone(Throwable failure, String message) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        BackendException.class,
                        partly -> assertThat(partly.outcome()).isEqualTo(Outcome.UNKNOWN))
                .hasMessageContaining(message);
    }

    @Test
    void aTypeWhoseUpkeepFailsKeepsNoOtherFromItsOwn() {
        List<String> types = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");
        types.forEach(type -> {
            sharq.enqueue(job(type, 1));
            assertThat(sharq.dequeue(type)).isPresent();
        });
        time.advance(Duration.ofSeconds(2));
        fails = operation ->
                operation instanceof RequeueRequest requeue && List.of("a", "j").contains(requeue.type());

        assertThatThrownBy(() -> sharq.async().requeue().join())
                .cause()
                .isInstanceOfSatisfying(
                        BackendException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_DONE))
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));

        for (String type : types) {
            boolean hasFailed = List.of("a", "j").contains(type);
            assertThat(sharq.type(type).metrics().active()).as(type).isEqualTo(hasFailed ? 1 : 0);
        }
        fails = operation -> false;
        assertThat(sharq.requeue().died()).isEqualTo(2);
    }

    @Test
    void aClearThatFailsOnTheWayMayHaveBeenDone() {
        fill(2_500);
        fails = operation -> operation instanceof ClearRequest && calls("clear") == 2;

        assertThatThrownBy(() -> sharq.queue(new QueueKey("sms", "queue")).clear())
                .satisfies(failure -> assertPartlyDone(failure, "1000 were done, then: the store is away"));
        assertThat(sharq.type("sms").metrics().length()).isEqualTo(1_500);
    }

    @Test
    void aClearThatFailsAtOnceWasNotDone() {
        fill(10);
        fails = operation -> operation instanceof ClearRequest;

        assertThatThrownBy(() -> sharq.queue(new QueueKey("sms", "queue")).clear())
                .isInstanceOfSatisfying(
                        BackendException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_DONE));
    }

    @Test
    void aRedriveThatFailsOnTheWayMayHaveBeenDone() {
        fill(1_500);
        sharq.dequeue(DequeueOptions.of("sms").count(1_000));
        sharq.dequeue(DequeueOptions.of("sms").count(1_000));
        time.advance(Duration.ofSeconds(2));
        assertThat(sharq.requeue().died()).isEqualTo(1_500);
        fails = operation -> operation instanceof RedriveRequest && calls("redrive") == 2;

        assertThatThrownBy(() -> sharq.type("sms").redriveAll())
                .satisfies(failure -> assertPartlyDone(failure, "were done, then: the store is away"));
    }

    @Test
    void aBatchOfSeveralTypesMayHaveBeenDoneInPart() {
        fails = operation ->
                operation instanceof EnqueueRequest enqueue && enqueue.type().equals("call");

        assertThatThrownBy(() -> sharq.enqueueAll(List.of(job("sms", 1), job("call", 1))))
                .satisfies(failure ->
                        assertPartlyDone(failure, "those of other types were done, then: the store is away"));
        assertThat(sharq.type("sms").metrics().length()).isEqualTo(1);
    }
}
