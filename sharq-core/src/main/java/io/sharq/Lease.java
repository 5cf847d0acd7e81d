package io.sharq;

import io.sharq.api.JobKey;
import io.sharq.api.LeaseToken;
import io.sharq.api.Limits;
import io.sharq.spi.LeaseRef;
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
        Limits.required("job", job);
        Limits.required("lease", token);
        Limits.required("expires_at", expiresAt);
    }

    LeaseRef toRef() {
        return new LeaseRef(job.queue().id(), job.id(), token);
    }
}
