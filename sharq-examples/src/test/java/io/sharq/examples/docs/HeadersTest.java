package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.api.WaitingJob;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.worker.BatchLeases;
import io.sharq.worker.Handler;
import io.sharq.worker.Queue;
import io.sharq.worker.RegisterOptions;
import io.sharq.worker.Worker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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

    record Order(int pieces) {}

    private static final class OrderHandler implements Handler<Order> {
        private final List<String> bills = new CopyOnWriteArrayList<>();

        @Override
        public Class<Order> requestType() {
            return Order.class;
        }

        private void bill(String tenant, Order order) {
            bills.add(tenant + " " + order.pieces());
        }

        @Override
        public void perform(List<Order> orders) {
            throw new UnsupportedOperationException("a worker calls the other method");
        }

        // region headers in a handler
        @Override
        public void perform(List<Order> orders, BatchLeases batch) {
            for (int i = 0; i < orders.size(); i++) {
                bill(batch.headers(i).value("tenant").orElse("none"), orders.get(i));
            }
        }
        // endregion
    }

    @Test
    void aHandlerReadsHeaders() {
        Queue queue = new Queue(sharq);
        OrderHandler handler = new OrderHandler();
        // region register with headers
        queue.register(handler, List.of(new Order(14)), RegisterOptions.DEFAULT.header("tenant", "acme"));
        // endregion
        try (Worker worker = Worker.of(queue, handler)) {
            assertThat(worker.performReady()).isEqualTo(1);
        }
        assertThat(handler.bills).containsExactly("acme 14");
    }
}
