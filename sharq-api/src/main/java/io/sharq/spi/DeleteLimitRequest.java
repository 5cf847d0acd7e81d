package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.limit.LimitKey;
import java.util.concurrent.CompletionStage;

/**
 * The end of a limit that no queue draws from.
 *
 * @param limit the limit
 */
public record DeleteLimitRequest(LimitKey limit) implements Operation<DeleteLimitReply> {
    /**
     * Checks that the limit is given.
     *
     * @param limit the limit
     * @throws io.sharq.api.InvalidValueException if it is null
     */
    public DeleteLimitRequest {
        Bounds.required("limit", limit);
    }

    @Override
    public CompletionStage<DeleteLimitReply> on(Backend backend) {
        return backend.deleteLimit(this);
    }

    @Override
    public String name() {
        return "deleteLimit";
    }

    @Override
    public String type() {
        return limit.type();
    }

    /** The second of two equal deletions reports that there is no such limit. */
    @Override
    public boolean isIdempotent() {
        return true;
    }
}
