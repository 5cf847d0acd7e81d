package io.sharq.spi;

import io.sharq.api.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * A lease that ends as throttled.
 *
 * @param lease the lease
 * @param retryAfterMicros the time for which the queue is held, at least 0, or null if the upstream named none: then the
 *     hold grows with each throttle (rule 22)
 */
public record ThrottleItem(LeaseRef lease, @Nullable Long retryAfterMicros) {
    /**
     * Checks every value.
     *
     * @param lease the lease
     * @param retryAfterMicros the time for which the queue is held
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public ThrottleItem {
        Bounds.required("lease", lease);
        if (retryAfterMicros != null) {
            Bounds.span("retry_after", retryAfterMicros, 0);
        }
    }
}
