package io.sharq.spi;

import io.sharq.api.LeaseToken;
import io.sharq.api.Limits;
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
        Limits.identifier("queue_id", queueId);
        Limits.identifier("job_id", jobId);
    }
}
