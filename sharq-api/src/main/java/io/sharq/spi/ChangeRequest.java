package io.sharq.spi;

import io.sharq.api.Bounds;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Changes to waiting jobs, applied in this order, each as if alone (rules 12 and 25).
 *
 * @param type the queue type
 * @param items the changes, 1 to {@link Bounds#MAX_BATCH}
 */
public record ChangeRequest(String type, List<ChangeItem> items) implements Operation<List<ChangeResult>> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param items the changes
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public ChangeRequest {
        Bounds.queueType("queue_type", type);
        items = Batches.checked(items);
    }

    @Override
    public CompletionStage<List<ChangeResult>> on(Backend backend) {
        return backend.change(this);
    }

    @Override
    public String name() {
        return "change";
    }

    /** A repetition could change another job that was enqueued under the same id, and counts a delay from a later instant. */
    @Override
    public boolean isIdempotent() {
        return false;
    }
}
