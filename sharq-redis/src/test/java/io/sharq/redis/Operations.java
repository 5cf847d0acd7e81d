package io.sharq.redis;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueResult;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Payload;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** The operations of a backend with what the tests leave out filled in: the type {@code sms}, and a minute's lease. */
public record Operations(Backend backend) {
    static final String TYPE = "sms";
    static final long LEASE_MICROS = 60_000_000;
    private static final DeadLimits DEAD = new DeadLimits(100, Bounds.MAX_SPAN_MICROS);
    private static final AtomicLong NONCES = new AtomicLong();

    CompletionStage<List<EnqueueResult>> enqueueLater(String queueId, String jobId, long intervalMillis) {
        EnqueueItem item = new EnqueueItem(
                queueId, jobId, payload(jobId), JobOptions.DEFAULT, QueueChange.interval(intervalMillis));
        return backend.enqueue(new EnqueueRequest(TYPE, List.of(item)));
    }

    public EnqueueResult enqueue(String queueId, String jobId, long intervalMillis) {
        return get(enqueueLater(queueId, jobId, intervalMillis)).get(0);
    }

    CompletionStage<DequeueReply> dequeueLater(int count) {
        return backend.dequeue(
                new DequeueRequest(TYPE, DequeueFrom.ANY, count, LEASE_MICROS, NONCES.incrementAndGet()));
    }

    public DequeueReply dequeue(int count) {
        return get(dequeueLater(count));
    }

    LeaseStatus finish(LeasedJob job) {
        LeaseRef lease = new LeaseRef(job.queueId(), job.jobId(), job.token());
        return get(backend.finish(FinishRequest.of(TYPE, List.of(lease), 0)))
                .get(0)
                .status();
    }

    RequeueReply requeue() {
        return get(backend.requeue(new RequeueRequest(TYPE, 100, DEAD)));
    }

    public static Payload payload(String text) {
        return Payload.of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
