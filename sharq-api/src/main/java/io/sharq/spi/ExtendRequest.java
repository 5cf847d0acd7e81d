package io.sharq.spi;

import io.sharq.api.Bounds;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Leases to prolong, in this order, each as if alone (rule 12). The token stays the same.
 *
 * @param type the queue type
 * @param leases the leases, 1 to {@link Bounds#MAX_BATCH}
 * @param leaseMicros how long they last from now, at least 1; a lease that lasts longer already keeps its expiry
 */
public record ExtendRequest(String type, List<LeaseRef> leases, long leaseMicros)
        implements Operation<List<ExtendResult>> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param leases the leases
     * @param leaseMicros how long they last from now
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public ExtendRequest {
        Bounds.queueType("queue_type", type);
        leases = Batches.checked(leases);
        Bounds.span("span", leaseMicros, 1);
    }

    @Override
    public CompletionStage<List<ExtendResult>> on(Backend backend) {
        return backend.extend(this);
    }

    @Override
    public String name() {
        return "extend";
    }

    @Override
    public boolean isIdempotent() {
        return true;
    }
}
