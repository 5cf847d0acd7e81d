package io.sharq.benchmarks;

import io.sharq.api.DequeueFrom;
import io.sharq.api.EnqueueResult;
import io.sharq.api.Payload;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The measured operations: type {@code sms}, payloads of 26 bytes, leases of one minute. Thread-safe. */
final class Load {
    private static final String TYPE = "sms";
    private static final long LEASE_MICROS = 60_000_000;
    private static final Payload PAYLOAD = Payload.wrap(new byte[26]);

    private final Backend backend;

    Load(Backend backend) {
        this.backend = backend;
    }

    static EnqueueItem item(String queueId, String jobId, long intervalMillis) {
        return new EnqueueItem(queueId, jobId, PAYLOAD, JobOptions.DEFAULT, QueueChange.interval(intervalMillis));
    }

    CompletionStage<List<EnqueueResult>> enqueue(List<EnqueueItem> items) {
        return backend.enqueue(new EnqueueRequest(TYPE, items));
    }

    /** Dequeues one job. Each call needs a new nonce, because a repeated one gets the same job again. */
    CompletionStage<DequeueReply> dequeue(long nonce) {
        return backend.dequeue(new DequeueRequest(TYPE, DequeueFrom.ANY, 1, LEASE_MICROS, nonce));
    }

    CompletionStage<List<LeaseResult>> finish(LeasedJob job) {
        LeaseRef lease = new LeaseRef(job.queueId(), job.jobId(), job.token());
        return backend.finish(FinishRequest.of(TYPE, List.of(lease), 0));
    }

    /** Enqueues jobs with UUIDs in batches of a hundred, the same number in each queue. */
    void fill(int queues, int jobsAQueue, long intervalMillis) {
        List<EnqueueItem> batch = new ArrayList<>();
        for (int job = 0; job < jobsAQueue; job++) {
            for (int queue = 0; queue < queues; queue++) {
                batch.add(item("user" + queue, UUID.randomUUID().toString(), intervalMillis));
                if (batch.size() == 100 || (queue == queues - 1 && job == jobsAQueue - 1)) {
                    enqueue(batch).toCompletableFuture().join();
                    batch.clear();
                }
            }
        }
    }
}
