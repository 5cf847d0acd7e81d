package io.sharq.spi;

import io.sharq.api.Bounds;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Jobs that are done, in this order, each as if alone (rule 12).
 *
 * @param type the queue type
 * @param leases their leases, 1 to {@link Bounds#MAX_BATCH}
 * @param retentionMicros how long a finished job is remembered as {@code FINISHED}, 0 for not at all
 */
public record FinishRequest(String type, List<LeaseRef> leases, long retentionMicros)
        implements Operation<List<LeaseResult>> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param leases their leases
     * @param retentionMicros how long a finished job is remembered as {@code FINISHED}
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public FinishRequest {
        Bounds.queueType("queue_type", type);
        leases = Batches.checked(leases);
        Bounds.span("finished_retention", retentionMicros, 0);
    }

    @Override
    public CompletionStage<List<LeaseResult>> on(Backend backend) {
        return backend.finish(this);
    }

    @Override
    public String name() {
        return "finish";
    }

    /** A lease that a token names ends once (rule 8). A repetition without a token could end the job's next lease. */
    @Override
    public boolean isIdempotent() {
        return leases.stream().allMatch(LeaseRef::isFenced);
    }
}
