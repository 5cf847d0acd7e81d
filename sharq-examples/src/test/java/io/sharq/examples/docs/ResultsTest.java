package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.JobResult;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.api.WaitingJob;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.time.ManualTime;
import io.sharq.worker.BatchResults;
import io.sharq.worker.Queue;
import io.sharq.worker.ResultHandler;
import io.sharq.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The snippets of the guide on results. */
class ResultsTest {
    record Receipt(String status, int parts) {}

    record Order(int pieces) {}

    private final JobKey job = JobKey.of("sms", "user001", "job-1");

    private static SharQSettings retaining() {
        return SharQSettings.builder().finishedRetention(Duration.ofMinutes(10)).build();
    }

    @Test
    void leavesAResultAndWaitsForIt() {
        ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        try (SharQ sharq = SharQ.builder()
                .backend(InMemoryBackend.create(time))
                .alarms(time)
                .settings(retaining())
                .open()) {
            sharq.enqueue(NewJob.of("sms", "user001", "job-1", new Sms("hello")));
            // region leave a result
            Delivery delivery = sharq.dequeue("sms").orElseThrow();
            sharq.finish(delivery, new Receipt("sent", 2)); // an object, JSON or bytes, at most 64 KiB
            // endregion
            // region wait for a result
            JobResult end = sharq.result(job, Duration.ofSeconds(30));
            if (end instanceof JobResult.Finished finished) {
                Receipt receipt = finished.resultAs(Receipt.class);
                System.out.println(receipt.status());
            }
            // endregion
            assertThat(((JobResult.Finished) end).resultAs(Receipt.class)).isEqualTo(new Receipt("sent", 2));
            // region the status of a job
            Optional<JobDescription> found = sharq.find(job);
            String status = found.map(description -> description.state().name()).orElse("gone");
            // endregion
            assertThat(status).isEqualTo("FINISHED");
        }
    }

    @Test
    void namesTheCallerThatHasAJob() {
        try (SharQ sharq = SharQ.open(InMemoryBackend.create())) {
            sharq.enqueue(NewJob.of("sms", "user001", "job-1", new Sms("hello")));
            // region who has a job
            Optional<Delivery> taken = sharq.dequeue(DequeueOptions.of("sms").consumer("host-7:4211"))
                    .first();
            Optional<String> holder = sharq.find(job).flatMap(JobDescription::consumer);
            // endregion
            assertThat(taken).isPresent();
            assertThat(holder).hasValue("host-7:4211");
        }
    }

    /** A handler whose requests leave results. */
    private static final class OrderHandler implements ResultHandler<Order> {
        @Override
        public Class<Order> requestType() {
            return Order.class;
        }

        // region a handler that leaves results
        @Override
        public void performWithResults(List<Order> orders, BatchResults results) {
            for (int i = 0; i < orders.size(); i++) {
                results.set(i, Map.of("total", orders.get(i).pieces() * 3));
            }
        }
        // endregion
    }

    @Test
    void aHandlerLeavesResults() {
        try (SharQ sharq = SharQ.builder()
                .backend(InMemoryBackend.create())
                .settings(retaining())
                .open()) {
            OrderHandler handler = new OrderHandler();
            Queue queue = new Queue(sharq);
            queue.register(handler, new Order(14));
            String subQueue = sharq.type("OrderHandler")
                    .queues(PageRequest.first(1))
                    .items()
                    .get(0);
            WaitingJob request = sharq.queue(new QueueKey("OrderHandler", subQueue))
                    .jobs(PageRequest.first(1))
                    .items()
                    .get(0);
            try (Worker worker = Worker.of(queue, handler).start(1)) {
                JobResult end = sharq.result(request.job(), Duration.ofMinutes(1));
                assertThat((Object) ((JobResult.Finished) end).resultAs(Map.class))
                        .isEqualTo(Map.of("total", 42));
                assertThat(worker.health().lastFailure()).isEmpty();
            }
        }
    }
}
