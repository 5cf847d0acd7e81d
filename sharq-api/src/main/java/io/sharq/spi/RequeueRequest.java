package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;
import java.util.concurrent.CompletionStage;

/**
 * A step of upkeep of one type, in this order: waiting jobs whose deadline has passed die, as in every operation (rule
 * 23); expired leases end, by the instant of their expiry (rule 9); dead jobs over the limits go, oldest first (rule 14), of
 * leases and dead jobs together at most {@code limit}, not counting dead jobs that an expiry itself pushes out; what a drained
 * queue or a finished job left goes (rule 13).
 *
 * @param type the queue type
 * @param limit the greatest number of expired leases and dead jobs, 1 to {@link Bounds#MAX_BATCH}
 * @param deadLimits how many dead jobs the type keeps
 */
public record RequeueRequest(String type, int limit, DeadLimits deadLimits) implements Operation<RequeueReply> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param limit the greatest number of expired leases and dead jobs
     * @param deadLimits how many dead jobs the type keeps
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public RequeueRequest {
        Bounds.queueType("queue_type", type);
        Bounds.range("limit", limit, 1, Bounds.MAX_BATCH);
        Bounds.required("dead_limits", deadLimits);
    }

    @Override
    public CompletionStage<RequeueReply> on(Backend backend) {
        return backend.requeue(this);
    }

    @Override
    public String name() {
        return "requeue";
    }

    /** A second step could do more than was requested. */
    @Override
    public boolean isIdempotent() {
        return false;
    }
}
