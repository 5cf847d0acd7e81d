package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharq.api.Bounds;
import io.sharq.api.DequeueFrom;
import io.sharq.api.LeaseStatus;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.JobOptions;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.QueueChange;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Works in a queue type that is left alone: no call of its fails, and each job comes at once, in order. */
final class Bystander {
    static final String TYPE = "voice";

    private static final String QUEUE = "user";
    private static final int AHEAD = 3;
    private static final long LEASE_MICROS = 600_000_000;

    private final Backend backend;
    private final AtomicLong performed = new AtomicLong();
    private long queued;

    Bystander(Backend backend) {
        this.backend = backend;
    }

    /** How many jobs were performed. */
    long performed() {
        return performed.get();
    }

    /** Works until the end, and then performs what is left. */
    void work(AtomicBoolean isOver) {
        while (!isOver.get()) {
            while (queued < performed.get() + AHEAD) {
                String id = "job-" + queued++;
                EnqueueItem item = new EnqueueItem(
                        QUEUE,
                        id,
                        Operations.payload(id),
                        new JobOptions(0, 0, Bounds.REQUEUE_ALWAYS, null),
                        QueueChange.NONE);
                get(backend.enqueue(new EnqueueRequest(TYPE, List.of(item))));
            }
            perform();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        while (performed.get() < queued) {
            perform();
        }
    }

    private void perform() {
        List<LeasedJob> jobs = get(backend.dequeue(
                        new DequeueRequest(TYPE, DequeueFrom.ANY, 1, LEASE_MICROS, performed.get())))
                .jobs();
        String expected = "job-" + performed.get();
        assertThat(jobs).extracting(LeasedJob::jobId).containsExactly(expected);
        assertThat(jobs.get(0).payload()).isEqualTo(Operations.payload(expected));
        LeaseRef lease = new LeaseRef(QUEUE, expected, jobs.get(0).token());
        assertThat(get(backend.finish(FinishRequest.of(TYPE, List.of(lease), 0)))
                        .get(0)
                        .status())
                .isEqualTo(LeaseStatus.DONE);
        performed.incrementAndGet();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(2 * Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
