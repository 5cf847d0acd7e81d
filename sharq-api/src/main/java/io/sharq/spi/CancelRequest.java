package io.sharq.spi;

import io.sharq.api.Bounds;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Waiting jobs to cancel, in this order, each as if alone (rules 12 and 25).
 *
 * @param type the queue type
 * @param jobs the jobs, 1 to {@link Bounds#MAX_BATCH}
 */
public record CancelRequest(String type, List<JobRef> jobs) implements Operation<List<ChangeResult>> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param jobs the jobs
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public CancelRequest {
        Bounds.queueType("queue_type", type);
        jobs = Batches.checked(jobs);
    }

    @Override
    public CompletionStage<List<ChangeResult>> on(Backend backend) {
        return backend.cancel(this);
    }

    @Override
    public String name() {
        return "cancel";
    }

    /** A repetition could cancel another job that was enqueued under the same id. */
    @Override
    public boolean isIdempotent() {
        return false;
    }
}
