package io.sharq.spi;

import io.sharq.api.Bounds;
import java.util.List;

/**
 * Jobs to enqueue, in this order, each as if alone (rule 12).
 *
 * @param type the queue type
 * @param items the jobs, 1 to {@link Bounds#MAX_BATCH}
 */
public record EnqueueRequest(String type, List<EnqueueItem> items) {
    /**
     * Checks the type and the number of jobs.
     *
     * @param type the queue type
     * @param items the jobs
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public EnqueueRequest {
        Bounds.identifier("queue_type", type);
        items = Batches.checked(items);
    }
}
