package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A listing of the queue types.
 *
 * @param page which part
 */
public record TypesRequest(PageRequest page) implements Operation<Page<String>> {
    /**
     * Checks every value.
     *
     * @param page which part
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public TypesRequest {
        Bounds.required("page", page);
    }

    @Override
    public CompletionStage<Page<String>> on(Backend backend) {
        return backend.types(page);
    }

    @Override
    public String name() {
        return "types";
    }

    @Override
    public @Nullable String type() {
        return null;
    }

    @Override
    public boolean isIdempotent() {
        return true;
    }
}
