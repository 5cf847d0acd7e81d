package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.QueueDefaults;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A listing of the defaults of a type.
 *
 * @param type the queue type
 */
public record DefaultsRequest(String type) implements Operation<List<QueueDefaults>> {
    /**
     * Checks the type.
     *
     * @param type the queue type
     * @throws io.sharq.api.InvalidValueException if it is invalid
     */
    public DefaultsRequest {
        Bounds.queueType("queue_type", type);
    }

    @Override
    public CompletionStage<List<QueueDefaults>> on(Backend backend) {
        return backend.defaults(type);
    }

    @Override
    public String name() {
        return "defaults";
    }

    @Override
    public boolean isIdempotent() {
        return true;
    }
}
