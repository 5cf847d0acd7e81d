package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.DeadLimits;

/**
 * The limits on dead jobs that a client was given, to be recorded in the store for all its clients (rule 14).
 *
 * @param deadLimits the client's limits
 * @param replaces whether they replace what is recorded, also where they are lower; if not, they only raise it
 */
public record AgreeRequest(DeadLimits deadLimits, boolean replaces) {
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
}
