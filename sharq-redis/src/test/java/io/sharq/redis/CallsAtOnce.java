package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.DequeueFrom;
import io.sharq.api.LeaseStatus;
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
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Calls that are made before any is answered, so that most of them share a round trip. */
record CallsAtOnce(RedisBackend backend, ManualTime time) {
    private static final int JOBS = 9;
    private static final long DELAY_MICROS = 1_000;

    /** The fourth dequeue is the third one again, in the same round trip. */
    private static final long[] NONCES = {901, 902, 903, 903, 904, 905};

    /** Enqueues jobs of three queues, every second delayed until it comes due, dequeues them all, and finishes them. */
    void run() {
        List<CompletionStage<?>> enqueues = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            enqueues.add(enqueue("queue-" + i % 3, "at-once-" + i, i % 2 * DELAY_MICROS));
        }
        enqueues.forEach(Operations::get);
        time.advance(Duration.ofMillis(1));
        List<CompletionStage<DequeueReply>> dequeues = new ArrayList<>();
        for (long nonce : NONCES) {
            dequeues.add(backend.dequeue(
                    new DequeueRequest(Operations.TYPE, DequeueFrom.ANY, 2, Operations.LEASE_MICROS, nonce)));
        }
        List<List<LeasedJob>> got =
                dequeues.stream().map(call -> Operations.get(call).jobs()).toList();
        assertThat(got.get(3)).isEqualTo(got.get(2));
        List<LeasedJob> jobs =
                new ArrayList<>(new HashSet<>(got.stream().flatMap(List::stream).toList()));
        assertThat(jobs).hasSize(JOBS);
        List<CompletionStage<List<LeaseResult>>> finishes = new ArrayList<>();
        for (LeasedJob job : jobs) {
            LeaseRef lease = new LeaseRef(job.queueId(), job.jobId(), job.token());
            finishes.add(backend.finish(FinishRequest.of(Operations.TYPE, List.of(lease), DELAY_MICROS)));
        }
        finishes.forEach(
                call -> assertThat(Operations.get(call).get(0).status()).isEqualTo(LeaseStatus.DONE));
    }

    private CompletionStage<?> enqueue(String queueId, String jobId, long delayMicros) {
        EnqueueItem item = new EnqueueItem(
                queueId, jobId, Operations.payload(jobId), new JobOptions(0, delayMicros, 5, null), QueueChange.NONE);
        return backend.enqueue(new EnqueueRequest(Operations.TYPE, List.of(item)));
    }
}
