package io.sharq.api;

import java.time.Instant;

/**
 * The right to work on a job until an instant.
 *
 * @param job the job
 * @param token what proves it
 * @param expiresAt the instant, on the backend's clock
 */
public record Lease(JobKey job, LeaseToken token, Instant expiresAt) {
    /**
     * Checks that all is given.
     *
     * @param job the job
     * @param token what proves it
     * @param expiresAt the instant
     * @throws io.sharq.api.InvalidValueException if one is null
     */
    public Lease {
        Bounds.required("job", job);
        Bounds.required("lease", token);
        Bounds.required("expires_at", expiresAt);
    }
}
