package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import java.util.concurrent.CompletionStage;

/**
 * A listing of the limits of a type.
 *
 * @param type the queue type
 * @param page which part
 */
public record LimitsRequest(String type, PageRequest page) implements Operation<Page<String>> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param page which part
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public LimitsRequest {
        Bounds.queueType("queue_type", type);
        Bounds.required("page", page);
    }

    @Override
    public CompletionStage<Page<String>> on(Backend backend) {
        return backend.limits(type, page);
    }

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public boolean isIdempotent() {
        return true;
    }
}
