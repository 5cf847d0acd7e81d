package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A change to a waiting job. What is null stays as it is; at least one value is not null.
 *
 * @param job the job
 * @param order its new order; its place among the jobs of that order is still that of its enqueue
 * @param delayMicros the time until it is due, 0 for now
 * @param payload its new content
 */
public record ChangeItem(
        JobRef job,
        @Nullable Integer order,
        @Nullable Long delayMicros,
        @Nullable Payload payload) {
    /**
     * Checks every value.
     *
     * @param job the job
     * @param order its new order
     * @param delayMicros the time until it is due
     * @param payload its new content
     * @throws InvalidValueException if one is out of range, or nothing is changed
     */
    public ChangeItem {
        Bounds.required("job", job);
        if (order != null) {
            Bounds.range("order", order, Bounds.MIN_ORDER, Bounds.MAX_ORDER);
        }
        if (delayMicros != null) {
            Bounds.span("delay", delayMicros, 0);
        }
        if (order == null && delayMicros == null && payload == null) {
            throw new InvalidValueException("change", "It must name an order, a delay or a payload.");
        }
    }
}
