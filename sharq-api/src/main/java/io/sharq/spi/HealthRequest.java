package io.sharq.spi;

import io.sharq.api.Health;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The state of the store. */
public record HealthRequest() implements Operation<Health> {
    @Override
    public CompletionStage<Health> on(Backend backend) {
        return backend.health();
    }

    @Override
    public String name() {
        return "health";
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
