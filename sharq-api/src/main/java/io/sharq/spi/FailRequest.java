package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Jobs that failed, in this order, each as if alone (rule 12). A failure counts against the requeue limit (rule 9).
 *
 * @param type the queue type
 * @param items the jobs, 1 to {@link Bounds#MAX_BATCH}
 * @param deadLimits how many dead jobs the type keeps
 */
public record FailRequest(String type, List<FailItem> items, DeadLimits deadLimits)
        implements Operation<List<FailResult>> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param items the jobs
     * @param deadLimits how many dead jobs the type keeps
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public FailRequest {
        Bounds.queueType("queue_type", type);
        items = Batches.checked(items);
        Bounds.required("dead_limits", deadLimits);
    }

    @Override
    public CompletionStage<List<FailResult>> on(Backend backend) {
        return backend.fail(this);
    }

    @Override
    public String name() {
        return "fail";
    }

    /** A lease that a token names ends once (rule 8). A repetition without a token could end the job's next lease. */
    @Override
    public boolean isIdempotent() {
        return items.stream().allMatch(item -> item.lease().isFenced());
    }
}
