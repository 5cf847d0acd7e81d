package io.sharq.api;

/** The result of a change to a waiting job (rule 25). Only {@link #DONE} changes anything. */
public enum ChangeStatus {
    /** The job was cancelled or changed. */
    DONE,
    /** The queue does not hold the job. */
    NOT_FOUND,
    /** The job is {@link JobState#ACTIVE}, under a lease or until a requeue returns it. */
    LEASED,
    /** The job is {@link JobState#DEAD}. It can be redriven or discarded. */
    DEAD,
    /** The job is {@link JobState#FINISHED}. */
    FINISHED
}
