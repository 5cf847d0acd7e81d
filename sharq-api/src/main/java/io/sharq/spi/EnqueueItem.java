package io.sharq.spi;

import io.sharq.api.Limits;
import io.sharq.api.Payload;

/**
 * A job to enqueue.
 *
 * @param queueId the queue id
 * @param jobId the job id, unique in its queue (rule 10)
 * @param payload the content
 * @param options what is said of the job
 * @param settings what is changed of the queue with it; an interval is ignored if the queue's is pinned (rule 3)
 */
public record EnqueueItem(String queueId, String jobId, Payload payload, JobOptions options, QueueChange settings) {
    /**
     * Checks the identifiers.
     *
     * @param queueId the queue id
     * @param jobId the job id
     * @param payload the content
     * @param options what is said of the job
     * @param settings what is changed of the queue with it
     * @throws io.sharq.api.InvalidValueException if one is none
     */
    public EnqueueItem {
        Limits.identifier("queue_id", queueId);
        Limits.identifier("job_id", jobId);
        Limits.required("payload", payload);
        Limits.required("options", options);
        Limits.required("settings", settings);
    }
}
