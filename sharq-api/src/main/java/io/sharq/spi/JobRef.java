package io.sharq.spi;

import io.sharq.api.Bounds;

/**
 * A job inside a type.
 *
 * @param queueId the queue id
 * @param jobId the job id
 */
public record JobRef(String queueId, String jobId) {
    /**
     * Checks the identifiers.
     *
     * @param queueId the queue id
     * @param jobId the job id
     * @throws io.sharq.api.InvalidValueException if one is none
     */
    public JobRef {
        Bounds.identifier("queue_id", queueId);
        Bounds.identifier("job_id", jobId);
    }
}
