package io.sharq.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.InvalidValueException;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.server.auth.Principal;
import io.sharq.server.contract.Contract;
import io.sharq.server.contract.Operation;
import io.sharq.server.contract.Route;
import io.sharq.server.contract.Routes;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
            Call call = new Call(
                    BATCH,
                    Map.of("queue_type", "sms"),
                    Map.of(),
                    body,
                    Principal.ANYBODY,
                    new Payer(false, ""),
                    new CompletableFuture<>());
            Handler finish = new LeaseApi(sharq.async()).handlers().get("finishBatch");
            assertThatThrownBy(() -> finish.answer(call)).isInstanceOf(InvalidValueException.class);
            assertThat(sharq.metrics("sms").active()).isEqualTo(1);

            jobs.remove(1);
            assertThat(finish.answer(call).toCompletableFuture().join().status())
                    .isEqualTo(200);
            assertThat(sharq.metrics("sms").active()).isZero();
        }
    }
}
