package io.sharq.spi;

import io.sharq.api.Bounds;
import java.util.List;

/**
 * Jobs that are done, in this order, each as if alone (rule 12).
 *
 * @param type the queue type
 * @param leases their leases, 1 to {@link Bounds#MAX_BATCH}
 * @param retentionMicros how long a finished job is remembered as {@code FINISHED}, 0 for not at all
 */
public record FinishRequest(String type, List<LeaseRef> leases, long retentionMicros) {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param leases their leases
     * @param retentionMicros how long a finished job is remembered as {@code FINISHED}
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public FinishRequest {
        Bounds.identifier("queue_type", type);
        leases = Batches.checked(leases);
        Bounds.span("finished_retention", retentionMicros, 0);
    }
}
