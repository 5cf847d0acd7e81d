package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.Headers;
import io.sharq.api.Payload;

/**
 * A job to enqueue.
 *
 * @param queueId the queue id
 * @param jobId the job id, unique in its queue (rule 10)
 * @param payload the content
 * @param headers the headers (rule 26); none for a backend that does not list {@link io.sharq.api.Feature#HEADERS}
 * @param options what is said of the job
 * @param settings what is changed of the queue with it; an interval is ignored if the queue's is pinned (rule 3)
 */
public record EnqueueItem(
        String queueId, String jobId, Payload payload, Headers headers, JobOptions options, QueueChange settings) {
    /**
     * Checks the identifiers.
     *
     * @param queueId the queue id
     * @param jobId the job id
     * @param payload the content
     * @param headers the headers
     * @param options what is said of the job
     * @param settings what is changed of the queue with it
     * @throws io.sharq.api.InvalidValueException if one is none
     */
    public EnqueueItem {
        Bounds.identifier("queue_id", queueId);
        Bounds.identifier("job_id", jobId);
        Bounds.required("payload", payload);
        Bounds.required("headers", headers);
        Bounds.required("options", options);
        Bounds.required("settings", settings);
    }

    /**
     * A job without headers.
     *
     * @param queueId the queue id
     * @param jobId the job id
     * @param payload the content
     * @param options what is said of the job
     * @param settings what is changed of the queue with it
     * @throws io.sharq.api.InvalidValueException if one is none
     */
    public EnqueueItem(String queueId, String jobId, Payload payload, JobOptions options, QueueChange settings) {
        this(queueId, jobId, payload, Headers.NONE, options, settings);
    }
}
