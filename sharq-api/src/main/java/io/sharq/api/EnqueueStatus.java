package io.sharq.api;

/** The result of the enqueue of one job. */
public enum EnqueueStatus {
    /** The job is in its queue. */
    QUEUED,
    /** The queue holds a job of that id already, in some state; nothing changed (rule 10). */
    DUPLICATE,
    /** The queue has reached the length that the enqueue allows; nothing changed (rule 11). */
    QUEUE_FULL,

    /**
     * The queue does not exist, and its type has reached the store's {@link StoreBounds#maxQueues()}; nothing
     * changed.
     */
    TOO_MANY_QUEUES,
    /** The enqueue names a limit that does not exist; nothing changed (rule 18). */
    UNKNOWN_LIMIT,
    /** The job costs more of a limit of its queue than the limit's greatest cost; nothing changed (rule 18). */
    COST_TOO_HIGH
}
