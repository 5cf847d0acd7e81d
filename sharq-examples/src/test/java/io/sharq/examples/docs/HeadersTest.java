package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.api.WaitingJob;
import io.sharq.inmemory.InMemoryBackend;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of the guide on headers. */
class HeadersTest {
    private final QueueKey queue = new QueueKey("sms", "user001");
    private final SharQ sharq = SharQ.open(InMemoryBackend.create());

    @AfterEach
    void close() {
        sharq.close();
    }

    @Test
    void carriesHeaders() {
        // region headers
        sharq.enqueue(NewJob.of("sms", "user001", "job-1", Map.of("text", "hello"))
                .header("tenant", "acme")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        Delivery delivery = sharq.dequeue("sms").orElseThrow();
        String tenant = delivery.headers().value("Tenant").orElse("none"); // names ignore case
        // endregion
        assertThat(tenant).isEqualTo("acme");
        assertThat(delivery.headers().toMap()).containsKeys("tenant", "traceparent");
    }

    @Test
    void listsHeaders() {
        sharq.enqueue(NewJob.of("sms", "user001", "job-1", Map.of()).header("tenant", "acme"));
        // region list headers
        for (WaitingJob job : sharq.queue(queue).jobs(PageRequest.first(100)).items()) {
            System.out.println(job.job().id() + " " + job.headers().toMap());
        }
        // endregion
        assertThat(sharq.queue(queue).jobs(PageRequest.first(100)).items())
                .allMatch(job -> job.headers().value("tenant").orElse("none").equals("acme"));
    }
}
