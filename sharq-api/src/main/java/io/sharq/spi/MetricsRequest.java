package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.Metrics;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a scope (rule 16).
 *
 * @param scope what is counted
 */
public record MetricsRequest(MetricsScope scope) implements Operation<Metrics> {
    /**
     * Checks every value.
     *
     * @param scope what is counted
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public MetricsRequest {
        Bounds.required("scope", scope);
    }

    @Override
    public CompletionStage<Metrics> on(Backend backend) {
        return backend.metrics(scope);
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public @Nullable String type() {
        return scope.type();
    }

    @Override
    public boolean isIdempotent() {
        return true;
    }
}
