package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.DequeueFrom;
import io.sharq.api.Lease;
import io.sharq.inmemory.InMemoryBackend;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of the guide on strict order. */
class StrictOrderTest {
    private final SharQ sharq = SharQ.open(InMemoryBackend.create());

    @AfterEach
    void close() {
        sharq.close();
    }

    @Test
    void oneJobAtATime() {
        // region an ordered queue
        for (String event : List.of("created", "paid", "shipped")) {
            sharq.enqueue(NewJob.of("order", "order-17", event, event).ordered(true));
        }

        Delivery created = sharq.dequeue("order").orElseThrow();
        assertThat(sharq.dequeue("order")).isEmpty(); // "created" is active, so "paid" has to wait

        sharq.finish(created);
        assertThat(sharq.dequeue("order")).isPresent();
        // endregion
    }

    @Test
    void aBatchInOrder() {
        for (String event : List.of("created", "paid", "shipped")) {
            sharq.enqueue(NewJob.of("order", "order-17", event, event).ordered(true));
        }
        // region a batch of one queue
        List<Delivery> batch = sharq.dequeue(DequeueOptions.of("order")
                        .from(DequeueFrom.ONE)
                        .count(100)
                        .waitAtMost(Duration.ofSeconds(30)))
                .jobs();
        List<Lease> leases = batch.stream().map(Delivery::lease).toList();
        sharq.finishAll(leases);
        // endregion
        assertThat(batch).extracting(delivery -> delivery.job().id()).containsExactly("created", "paid", "shipped");
    }

    @Test
    void someJobsFirst() {
        // region an urgent job
        sharq.enqueue(NewJob.of("sms", "user001", "newsletter", new Sms("read this")));
        sharq.enqueue(NewJob.of("sms", "user001", "code", new Sms("your code is 1234"))
                .order(-1));

        assertThat(sharq.dequeue("sms").orElseThrow().job().id()).isEqualTo("code");
        // endregion
    }
}
