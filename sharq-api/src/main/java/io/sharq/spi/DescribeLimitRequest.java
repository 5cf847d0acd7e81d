package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.limit.LimitDescription;
import io.sharq.api.limit.LimitKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The description of a limit.
 *
 * @param limit the limit
 */
public record DescribeLimitRequest(LimitKey limit) implements Operation<Optional<LimitDescription>> {
    /**
     * Checks that the limit is given.
     *
     * @param limit the limit
     * @throws io.sharq.api.InvalidValueException if it is null
     */
    public DescribeLimitRequest {
        Bounds.required("limit", limit);
    }

    @Override
    public CompletionStage<Optional<LimitDescription>> on(Backend backend) {
        return backend.describeLimit(limit);
    }

    @Override
    public String name() {
        return "describeLimit";
    }

    @Override
    public String type() {
        return limit.type();
    }

    @Override
    public boolean isIdempotent() {
        return true;
    }
}
