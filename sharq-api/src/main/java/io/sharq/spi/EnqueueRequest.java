package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.EnqueueResult;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Jobs to enqueue, in this order, each as if alone (rule 12).
 *
 * @param type the queue type
 * @param items the jobs, 1 to {@link Bounds#MAX_BATCH}
 */
public record EnqueueRequest(String type, List<EnqueueItem> items) implements Operation<List<EnqueueResult>> {
    /**
     * Checks the type and the number of jobs.
     *
     * @param type the queue type
     * @param items the jobs
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public EnqueueRequest {
        Bounds.queueType("queue_type", type);
        items = Batches.checked(items);
    }

    @Override
    public CompletionStage<List<EnqueueResult>> on(Backend backend) {
        return backend.enqueue(this);
    }

    @Override
    public String name() {
        return "enqueue";
    }

    /** The second of two equal enqueues is a duplicate (rule 10). */
    @Override
    public boolean isIdempotent() {
        return true;
    }
}
