package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.Lease;
import io.sharq.api.LeaseToken;
import org.jspecify.annotations.Nullable;

/**
 * The lease that an operation names (rule 8).
 *
 * @param queueId the queue id
 * @param jobId the job id
 * @param token the token, or null for whatever lease the job has now
 */
public record LeaseRef(
        String queueId, String jobId, @Nullable LeaseToken token) {
    /**
     * Checks the identifiers.
     *
     * @param queueId the queue id
     * @param jobId the job id
     * @param token the token
     * @throws io.sharq.api.InvalidValueException if one is none
     */
    public LeaseRef {
        Bounds.identifier("queue_id", queueId);
        Bounds.identifier("job_id", jobId);
    }

    /**
     * Names a lease.
     *
     * @param lease the lease
     * @return its name in an operation on its queue type
     */
    public static LeaseRef of(Lease lease) {
        return new LeaseRef(lease.job().queue().id(), lease.job().id(), lease.token());
    }

    /**
     * Tells whether the lease is named by its token, so that an operation can end no other lease of the job.
     *
     * @return whether a token is given
     */
    public boolean isFenced() {
        return token != null;
    }
}
