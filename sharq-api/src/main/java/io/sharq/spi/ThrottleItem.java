package io.sharq.spi;

import io.sharq.api.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * A lease that ends as throttled.
 *
 * @param lease the lease
 * @param retryAfterMicros the time for which the queue is held, at least 0, or null if the upstream named none: then the
 *     hold grows with each throttle (rule 22)
 * @param limit the limit that is held instead of the queue, or null for the queue. If the job did not draw from the limit, its
 *     queue is held. Null for a backend that does not list {@link io.sharq.api.Feature#LIMITS}
 */
public record ThrottleItem(
        LeaseRef lease,
        @Nullable Long retryAfterMicros,
        @Nullable String limit) {
    /**
     * Checks every value.
     *
     * @param lease the lease
     * @param retryAfterMicros the time for which the queue is held
     * @param limit the limit that is held instead
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public ThrottleItem {
        Bounds.required("lease", lease);
        if (retryAfterMicros != null) {
            Bounds.span("retry_after", retryAfterMicros, 0);
        }
        if (limit != null) {
            Bounds.identifier("limit", limit);
        }
    }

    /**
     * A lease whose end holds the queue.
     *
     * @param lease the lease
     * @param retryAfterMicros the time for which the queue is held
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public ThrottleItem(LeaseRef lease, @Nullable Long retryAfterMicros) {
        this(lease, retryAfterMicros, null);
    }
}
