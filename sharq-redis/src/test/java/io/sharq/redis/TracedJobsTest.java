package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.Delivery;
import io.sharq.EnqueueSpan;
import io.sharq.Failure;
import io.sharq.JobTracing;
import io.sharq.NewJob;
import io.sharq.PerformSpan;
import io.sharq.SharQ;
import io.sharq.TracedJob;
import io.sharq.api.EnqueueResult;
import io.sharq.api.Headers;
import io.sharq.api.JobKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The context of a trace passes through Redis, to each delivery of its job. */
class TracedJobsTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private record Recorded(List<TracedJob> performed) implements JobTracing, EnqueueSpan {
        @Override
        public EnqueueSpan enqueue(String type, List<JobKey> jobs) {
            return this;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("traceparent", PARENT);
        }

        @Override
        public void enqueued(List<EnqueueResult> results) {}

        @Override
        public void failed(Throwable cause) {}

        @Override
        public PerformSpan perform(TracedJob job) {
            performed.add(job);
            return NONE.perform(job);
        }
    }

    @Test
    void everyDeliveryContinuesTheTraceOfTheEnqueue() {
        List<TracedJob> performed = new ArrayList<>();
        Instant before = Instant.now();
        try (SharQ sharq = SharQ.builder()
                .backend(RedisBackend.open(TestRedis.settings().build()))
                .tracing(new Recorded(performed))
                .open()) {
            sharq.enqueue(NewJob.of("sms", "user001", "job-1", "hello"));
            for (int i = 0; i < 2; i++) {
                Delivery delivery = sharq.dequeue("sms").orElseThrow();
                sharq.tracing().perform(TracedJob.of(delivery)).performed();
                sharq.fail(delivery.lease(), Failure.UNEXPLAINED);
            }
        }
        assertThat(performed).extracting(TracedJob::deliveries).containsExactly(1, 2);
        assertThat(performed).allSatisfy(job -> {
            assertThat(job.headers().value("traceparent")).hasValue(PARENT);
            assertThat(job.enqueuedAt().orElseThrow()).isBetween(before.minusNanos(1_000), Instant.now());
        });
    }

    @Test
    void withoutTracingAJobHasNoHeaders() {
        try (SharQ sharq = SharQ.open(RedisBackend.open(TestRedis.settings().build()))) {
            sharq.enqueue(NewJob.of("sms", "user001", "job-1", "hello"));
            assertThat(sharq.dequeue("sms").orElseThrow().headers()).isEqualTo(Headers.NONE);
        }
    }
}
