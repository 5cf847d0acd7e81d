package io.sharq.worker.loop;

import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Dequeued;
import io.sharq.SharQ;
import io.sharq.api.DequeueFrom;
import io.sharq.worker.execution.WorkerName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Dequeues the requests of one handler. Thread-safe.
 *
 * @param sharq where they wait
 * @param worker the worker that takes them
 * @param work what performs them
 * @param batchSize how many it takes at a time at the most
 * @param lease how long their leases last
 */
public record RequestSource(SharQ sharq, WorkerName worker, Work work, int batchSize, Duration lease) {
    String name() {
        return work.name();
    }

    String consumer() {
        return worker.name();
    }

    private DequeueOptions options(long limit, DequeueFrom from) {
        return worker.in(DequeueOptions.of(name()))
                .from(from)
                .count((int) Math.min(batchSize, limit))
                .lease(lease);
    }

    /** Waits for a batch of the sub-queue that is next in turn; empty if the wait ends before. */
    CompletableFuture<Dequeued> await(long limit, Duration wait) {
        return sharq.async().dequeue(options(limit, DequeueFrom.ONE).waitAtMost(wait));
    }

    /** Takes a batch of the sub-queue that is next in turn, if one is ready. */
    List<Delivery> take(long limit) {
        return sharq.dequeue(options(limit, DequeueFrom.ONE)).jobs();
    }

    /** Takes a batch of a sub-queue, if one is ready. */
    List<Delivery> take(String subQueue, long limit) {
        return sharq.dequeue(options(limit, new DequeueFrom.Queue(subQueue))).jobs();
    }

    /** Releases jobs that no loop works on. If that fails, they come back when their leases end. */
    void release(List<Delivery> jobs) {
        if (!jobs.isEmpty()) {
            CompletableFuture<?> unused =
                    sharq.async().releaseAll(jobs.stream().map(Delivery::lease).toList());
        }
    }
}
