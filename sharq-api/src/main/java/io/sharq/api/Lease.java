package io.sharq.api;

import java.time.Instant;

/**
 * The right to work on a job until an instant.
 *
 * @param job the job
 * @param token the proof of the lease
 * @param expiresAt the expiry, on the backend's clock
 */
public record Lease(JobKey job, LeaseToken token, Instant expiresAt) {
    /**
     * Checks that nothing is null.
     *
     * @param job the job
     * @param token the proof of the lease
     * @param expiresAt the expiry
     * @throws io.sharq.api.InvalidValueException if one is null
     */
    public Lease {
        Bounds.required("job", job);
        Bounds.required("lease", token);
        Bounds.required("expires_at", expiresAt);
    }
}
