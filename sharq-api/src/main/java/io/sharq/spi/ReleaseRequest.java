package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.api.limit.Used;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Jobs that are given back undone; each returns to its place and nothing counts against it (rule 9).
 *
 * @param type the queue type
 * @param leases their leases, 1 to {@link Bounds#MAX_BATCH}
 * @param used what each really used of limits (rule 18), in the order of the leases; empty if none says
 */
public record ReleaseRequest(String type, List<LeaseRef> leases, List<Used> used)
        implements Operation<List<LeaseResult>> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param leases their leases
     * @param used what each really used of limits
     * @throws InvalidValueException if one is out of range
     */
    public ReleaseRequest {
        Bounds.queueType("queue_type", type);
        leases = Batches.checked(leases);
        used = List.copyOf(Bounds.required("used", used));
        if (!used.isEmpty() && used.size() != leases.size()) {
            throw new InvalidValueException(
                    "used",
                    "It must have one item for each of " + leases.size() + " leases, but has " + used.size() + ".");
        }
    }

    /**
     * Jobs that are given back and settle no costs.
     *
     * @param type the queue type
     * @param leases their leases
     * @throws InvalidValueException if one is out of range
     */
    public ReleaseRequest(String type, List<LeaseRef> leases) {
        this(type, leases, List.of());
    }

    /**
     * What a job really used.
     *
     * @param item the number of its lease in the batch, from 0
     * @return the settlement
     */
    public Used usedOf(int item) {
        return used.isEmpty() ? Used.NOTHING : used.get(item);
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
