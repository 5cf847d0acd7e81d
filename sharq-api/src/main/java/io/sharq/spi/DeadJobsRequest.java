package io.sharq.spi;

import io.sharq.api.Bounds;
import java.util.List;

/**
 * Dead jobs to redrive or discard, in this order, each as if alone.
 *
 * @param type the queue type
 * @param jobs the jobs, 1 to {@link Bounds#MAX_BATCH}
 */
public record DeadJobsRequest(String type, List<JobRef> jobs) {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param jobs the jobs
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public DeadJobsRequest {
        Bounds.identifier("queue_type", type);
        jobs = Batches.checked(jobs);
    }
}
