package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Payload;
import io.sharq.api.limit.Used;
import org.jspecify.annotations.Nullable;

/**
 * A lease whose work is done.
 *
 * @param lease the lease
 * @param result what the work leaves for the retention, at most {@link Bounds#MAX_RESULT_BYTES}, or null for nothing (rule 27)
 * @param used what was really used of limits (rule 18)
 */
public record FinishItem(LeaseRef lease, @Nullable Payload result, Used used) {
    /**
     * Checks every value.
     *
     * @param lease the lease
     * @param result what the work leaves
     * @param used what was really used of limits
     * @throws InvalidValueException if the lease is null or the result is too long
     */
    public FinishItem {
        Bounds.required("lease", lease);
        Bounds.required("used", used);
        if (result != null && result.size() > Bounds.MAX_RESULT_BYTES) {
            throw new InvalidValueException(
                    "result",
                    "It must have at most " + Bounds.MAX_RESULT_BYTES + " bytes, but has " + result.size() + ".");
        }
    }

    /**
     * A lease whose end settles no costs.
     *
     * @param lease the lease
     * @param result what the work leaves
     * @throws InvalidValueException if the lease is null or the result is too long
     */
    public FinishItem(LeaseRef lease, @Nullable Payload result) {
        this(lease, result, Used.NOTHING);
    }
}
