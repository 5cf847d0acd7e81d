package io.sharq.spi;

import io.sharq.api.Bounds;
import java.util.List;

/**
 * Jobs that are given back undone; each returns to its place and nothing counts against it (rule 9).
 *
 * @param type the queue type
 * @param leases their leases, 1 to {@link Bounds#MAX_BATCH}
 */
public record ReleaseRequest(String type, List<LeaseRef> leases) {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param leases their leases
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public ReleaseRequest {
        Bounds.identifier("queue_type", type);
        leases = Batches.checked(leases);
    }
}
