package io.sharq.api;

/** The state of a job that its queue holds. A job is in exactly one (rule 13). */
public enum JobState {
    /** In its place, and released when its turn comes. */
    QUEUED,
    /** Waiting for its delay to end; then it is {@link #QUEUED}. */
    SCHEDULED,
    /** Handed out under a lease. */
    ACTIVE,
    /** Out of requeues; kept until it is redriven, discarded, or pushed out by the limits on dead jobs. */
    DEAD,
    /** Finished, and remembered while the retention of finished jobs lasts. */
    FINISHED
}
