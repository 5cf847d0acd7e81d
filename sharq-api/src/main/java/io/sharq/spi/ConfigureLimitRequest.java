package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.limit.LimitKey;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A change of a limit (rule 20).
 *
 * @param limit the limit
 * @param change the parts that are set and ended
 * @param hold the change of its hold, or null for none
 * @param paused whether it is paused, or null to leave that as it is
 * @param mustExist whether a limit that does not exist is left alone and reported, instead of made
 */
public record ConfigureLimitRequest(
        LimitKey limit,
        LimitChange change,
        @Nullable Hold hold,
        @Nullable Boolean paused,
        boolean mustExist) implements Operation<ConfigureReply> {
    /**
     * Checks that limit and change are given.
     *
     * @param limit the limit
     * @param change the parts that are set and ended
     * @param hold the change of its hold, or null
     * @param paused whether it is paused, or null
     * @param mustExist whether a limit that does not exist is left alone
     * @throws io.sharq.api.InvalidValueException if one is null
     */
    public ConfigureLimitRequest {
        Bounds.required("limit", limit);
        Bounds.required("limit", change);
    }

    @Override
    public CompletionStage<ConfigureReply> on(Backend backend) {
        return backend.configureLimit(this);
    }

    @Override
    public String name() {
        return "configureLimit";
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
