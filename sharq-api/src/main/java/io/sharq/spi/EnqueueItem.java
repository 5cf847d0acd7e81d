package io.sharq.spi;

import io.sharq.api.Bounds;
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
        Bounds.identifier("queue_id", queueId);
        Bounds.identifier("job_id", jobId);
        Bounds.required("payload", payload);
        Bounds.required("options", options);
        Bounds.required("settings", settings);
    }
}
