package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import java.util.List;

/**
 * Jobs that failed, in this order, each as if alone (rule 12). A failure counts against the requeue limit (rule 9).
 *
 * @param type the queue type
 * @param items the jobs, 1 to {@link Bounds#MAX_BATCH}
 * @param deadLimits how many dead jobs the type keeps
 */
public record FailRequest(String type, List<FailItem> items, DeadLimits deadLimits) {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param items the jobs
     * @param deadLimits how many dead jobs the type keeps
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public FailRequest {
        Bounds.identifier("queue_type", type);
        items = Batches.checked(items);
        Bounds.required("dead_limits", deadLimits);
    }
}
