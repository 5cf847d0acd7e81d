package io.sharq.api;

/**
 * The result of the enqueue of one job.
 *
 * @param status whether the job was enqueued, is a duplicate, or was refused by a bound or because of a limit
 * @param queueLength the length of its queue afterwards: its jobs that wait, {@code QUEUED} or {@code SCHEDULED}
 * @param stamp the instant and revision of the operation
 */
public record EnqueueResult(EnqueueStatus status, long queueLength, Stamp stamp) {
    /**
     * Whether the job is in its queue because of this call.
     *
     * @return false for a duplicate and a job that was refused
     */
    public boolean isQueued() {
        return status == EnqueueStatus.QUEUED;
    }
}
