package io.sharq.spi;

import io.sharq.api.Bounds;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Jobs that are given back undone; each returns to its place and nothing counts against it (rule 9).
 *
 * @param type the queue type
 * @param leases their leases, 1 to {@link Bounds#MAX_BATCH}
 */
public record ReleaseRequest(String type, List<LeaseRef> leases) implements Operation<List<LeaseResult>> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param leases their leases
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public ReleaseRequest {
        Bounds.queueType("queue_type", type);
        leases = Batches.checked(leases);
    }

    @Override
    public CompletionStage<List<LeaseResult>> on(Backend backend) {
        return backend.release(this);
    }

    @Override
    public String name() {
        return "release";
    }

    /** A lease that a token names ends once (rule 8). A repetition without a token could end the job's next lease. */
    @Override
    public boolean isIdempotent() {
        return leases.stream().allMatch(LeaseRef::isFenced);
    }
}
