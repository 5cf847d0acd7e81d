package io.sharq.spi;

import io.sharq.api.Bounds;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Dead jobs to remove for good, in this order, each as if alone (rule 12).
 *
 * @param type the queue type
 * @param jobs the jobs, 1 to {@link Bounds#MAX_BATCH}
 */
public record DiscardRequest(String type, List<JobRef> jobs) implements Operation<List<DeadJobResult>> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param jobs the jobs, 1 to {@link Bounds#MAX_BATCH}
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public DiscardRequest {
        Bounds.queueType("queue_type", type);
        jobs = Batches.checked(jobs);
    }

    @Override
    public CompletionStage<List<DeadJobResult>> on(Backend backend) {
        return backend.discard(this);
    }

    @Override
    public String name() {
        return "discard";
    }

    /** A repetition could discard another job of the same id. */
    @Override
    public boolean isIdempotent() {
        return false;
    }
}
