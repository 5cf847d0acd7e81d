package io.sharq.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.BackendException;
import io.sharq.api.Headers;
import io.sharq.api.InvalidValueException;
import io.sharq.api.LeaseToken;
import io.sharq.api.Outcome;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.server.auth.Principal;
import io.sharq.server.contract.Contract;
import io.sharq.server.contract.Operation;
import io.sharq.server.contract.Route;
import io.sharq.server.contract.Routes;
import io.sharq.spi.Backend;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.InterceptedBackend;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class LeaseApiTest {
    private static final Operation BATCH =
            ((Route.Found) new Routes(Contract.load().operations()).find("POST", "/finish/sms/")).operation();

    /** Whatever the contract lets through: a request that is refused has changed nothing. */
    @Test
    void aFaultInALaterItemOfABatchFinishesNone() {
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
            sharq.enqueue(NewJob.of("sms", "q", "j", Map.of()));
            assertThat(sharq.dequeue("sms")).isPresent();
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode jobs = body.putArray("jobs");
            jobs.addObject().put("queue_id", "q").put("job_id", "j");
            jobs.addObject().put("queue_id", "q").put("job_id", "j").put("lease", "f".repeat(32));
            Call call = call(body);
            Handler finish = new LeaseApi(sharq.async()).handlers().get("finishBatch");
            assertThatThrownBy(() -> finish.answer(call)).isInstanceOf(InvalidValueException.class);
            assertThat(sharq.type("sms").metrics().active()).isEqualTo(1);

            jobs.remove(1);
            assertThat(finish.answer(call).toCompletableFuture().join().status())
                    .isEqualTo(200);
            assertThat(sharq.type("sms").metrics().active()).isZero();
        }
    }

    private static Call call(ObjectNode body) {
        return new Call(
                BATCH,
                Map.of("queue_type", "sms"),
                Map.of(),
                body,
                Principal.ANYBODY,
                new QuotaKey(false, ""),
                Headers.NONE,
                new CompletableFuture<>());
    }

    /** Finishes that name a lease are not done; the others fail so, if at all. */
    private static Backend away(Backend backend, Optional<Outcome> withoutLease) {
        return new InterceptedBackend(backend) {
            @Override
            protected <R> CompletionStage<R> perform(io.sharq.spi.Operation<R> operation) {
                Optional<Outcome> outcome = operation instanceof FinishRequest finish
                        ? finish.items().get(0).lease().token() != null ? Optional.of(Outcome.NOT_DONE) : withoutLease
                        : Optional.empty();
                return outcome.isPresent()
                        ? CompletableFuture.failedFuture(
                                new BackendException(outcome.get(), "finish", "the store is away", null))
                        : operation.on(backend());
            }
        };
    }

    private static void assertOutcome(Handler finish, ObjectNode body, Outcome outcome, String message) {
        assertThatThrownBy(() -> finish.answer(call(body)).toCompletableFuture().join())
                .cause()
                .isInstanceOfSatisfying(
                        BackendException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(outcome))
                .hasMessageContaining(message);
    }

    @Test
    void aBatchOfWhichSomeWereFinishedDoesNotSayThatNothingWasDone() {
        try (SharQ sharq = SharQ.builder()
                .backend(away(InMemoryBackend.create(), Optional.empty()))
                .settings(SharQSettings.builder().retryFor(Duration.ZERO).build())
                .open()) {
            sharq.enqueue(NewJob.of("sms", "q", "1", Map.of()));
            sharq.enqueue(NewJob.of("sms", "q", "2", Map.of()));
            assertThat(sharq.dequeue("sms")).isPresent();
            String lease = sharq.dequeue("sms").orElseThrow().lease().token().toString();
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode jobs = body.putArray("jobs");
            jobs.addObject().put("queue_id", "q").put("job_id", "2").put("lease", lease);
            jobs.addObject().put("queue_id", "q").put("job_id", "1");
            Handler finish = new LeaseApi(sharq.async()).handlers().get("finishBatch");

            assertOutcome(finish, body, Outcome.UNKNOWN, "some were finished, then: the store is away");
            assertThat(sharq.type("sms").metrics().active()).isEqualTo(1);
            // Now the second one's lease has ended, so that nothing is finished.
            assertOutcome(finish, body, Outcome.NOT_DONE, "the store is away");
        }
    }

    @Test
    void aBatchOfWhichSomeMayHaveBeenFinishedDoesNotSayThatNothingWasDone() {
        try (SharQ sharq = SharQ.builder()
                .backend(away(InMemoryBackend.create(), Optional.of(Outcome.UNKNOWN)))
                .settings(SharQSettings.builder().retryFor(Duration.ZERO).build())
                .open()) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode jobs = body.putArray("jobs");
            jobs.addObject().put("queue_id", "q").put("job_id", "1").put("lease", new LeaseToken(1, 2).toString());
            jobs.addObject().put("queue_id", "q").put("job_id", "2");
            Handler finish = new LeaseApi(sharq.async()).handlers().get("finishBatch");

            assertOutcome(finish, body, Outcome.UNKNOWN, "the store is away");
        }
    }
}
