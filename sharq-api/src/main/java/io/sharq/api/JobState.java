package io.sharq.api;

/** The state of a job that its queue holds. A job is in exactly one (rule 13). */
public enum JobState {
    /** In its place in the queue, and released in turn. */
    QUEUED,
    /** Waiting for its delay to end; then it is {@link #QUEUED}. */
    SCHEDULED,
    /** Delivered under a lease. */
    ACTIVE,
    /** Its requeue limit is used up. Kept until it is redriven, discarded, or removed by the limits on dead jobs. */
    DEAD,
    /** Finished, and kept for the retention of finished jobs. */
    FINISHED
}
