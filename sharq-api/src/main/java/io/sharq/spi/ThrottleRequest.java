package io.sharq.spi;

import io.sharq.api.Bounds;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Leases that end as throttled, in this order, each as if alone (rules 12 and 22).
 *
 * @param type the queue type
 * @param items the leases, 1 to {@link Bounds#MAX_BATCH}
 * @param maxHoldMicros the longest hold that grows by itself, at least 1; also the quiet span after which growth starts over
 */
public record ThrottleRequest(String type, List<ThrottleItem> items, long maxHoldMicros)
        implements Operation<List<ThrottleResult>> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param items the leases
     * @param maxHoldMicros the longest hold that grows by itself
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public ThrottleRequest {
        Bounds.queueType("queue_type", type);
        items = Batches.checked(items);
        Bounds.span("max_hold", maxHoldMicros, 1);
    }

    @Override
    public CompletionStage<List<ThrottleResult>> on(Backend backend) {
        return backend.throttle(this);
    }

    @Override
    public String name() {
        return "throttle";
    }

    /** A lease that a token names ends once (rule 8). A repetition without a token could end the job's next lease. */
    @Override
    public boolean isIdempotent() {
        return items.stream().allMatch(item -> item.lease().isFenced());
    }
}
