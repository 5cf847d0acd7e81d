package io.sharq;

import io.sharq.api.JobKey;
import io.sharq.api.LeaseToken;
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
    LeaseRef toRef() {
        return new LeaseRef(job.queue().id(), job.id(), token);
    }
}
