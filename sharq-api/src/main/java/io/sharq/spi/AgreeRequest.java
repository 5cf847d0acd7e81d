package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The limits on dead jobs that a client was given, to be recorded in the store for all its clients (rule 14).
 *
 * @param deadLimits the client's limits
 * @param replaces whether they replace what is recorded, also where they are lower; if not, they only raise it
 */
public record AgreeRequest(DeadLimits deadLimits, boolean replaces) implements Operation<DeadLimits> {
    /**
     * Checks the limits.
     *
     * @param deadLimits the client's limits
     * @param replaces whether they replace what is recorded
     * @throws io.sharq.api.InvalidValueException if they are null
     */
    public AgreeRequest {
        Bounds.required("dead_limits", deadLimits);
    }

    /**
     * What is recorded after this request.
     *
     * @param recorded what is recorded before it
     * @return the limits of this request, and, unless they replace what is recorded, whichever is greater of each
     */
    public DeadLimits after(DeadLimits recorded) {
        return replaces ? deadLimits : recorded.orMore(deadLimits);
    }

    @Override
    public CompletionStage<DeadLimits> on(Backend backend) {
        return backend.agree(this);
    }

    @Override
    public String name() {
        return "agree";
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
