package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the types that are due for upkeep.
 *
 * @param cursor the cursor that the reply before gave, or null for the first part; a backend refuses one that it cannot
 *     have given, as {@code cursor} (rule 17)
 * @param limit about how many types, 1 to {@link Bounds#MAX_BATCH}
 * @param deadLimits how many dead jobs a type keeps, and for how long; a backend that keeps for each type the instant of
 *     its next upkeep may go by those of the type's last requeue instead
 */
public record DueRequest(@Nullable String cursor, int limit, DeadLimits deadLimits) implements Operation<DueReply> {
    /**
     * Checks every value.
     *
     * @param cursor the cursor that the reply before gave
     * @param limit about how many types
     * @param deadLimits how many dead jobs a type keeps
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public DueRequest {
        Bounds.range("limit", limit, 1, Bounds.MAX_BATCH);
        Bounds.required("dead_limits", deadLimits);
    }

    /**
     * The first part.
     *
     * @param limit about how many types
     * @param deadLimits how many dead jobs a type keeps
     * @return the request
     */
    public static DueRequest first(int limit, DeadLimits deadLimits) {
        return new DueRequest(null, limit, deadLimits);
    }

    @Override
    public CompletionStage<DueReply> on(Backend backend) {
        return backend.due(this);
    }

    @Override
    public String name() {
        return "due";
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
