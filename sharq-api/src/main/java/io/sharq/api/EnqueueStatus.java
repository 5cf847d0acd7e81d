package io.sharq.api;

/** What became of one job of an enqueue. */
public enum EnqueueStatus {
    /** The queue holds it now. */
    QUEUED,
    /** The queue holds a job of that id already, in some state; nothing changed (rule 10). */
    DUPLICATE,
    /** The queue is as long as the enqueue allows; nothing changed (rule 11). */
    QUEUE_FULL,

    /**
     * The queue is not there, and its type has as many queues as the store's {@link StoreBounds#maxQueues()} allows; nothing
     * changed.
     */
    TOO_MANY_QUEUES
}
