package io.sharq;

import io.sharq.api.EnqueueStatus;
import java.time.Instant;

/**
 * The answer to an enqueue.
 *
 * @param status whether the job is in its queue now, was there already, or was refused by a bound
 * @param queueLength the jobs that wait in the queue
 * @param at when, on the backend's clock
 */
public record Enqueued(EnqueueStatus status, long queueLength, Instant at) {
    /**
     * Whether the job is in its queue now because of this call.
     *
     * @return false for a duplicate and a job that a bound refused
     */
    public boolean isQueued() {
        return status == EnqueueStatus.QUEUED;
    }
}
