package io.sharq.migration;

/** What an import does with queues of which the original's workers hold jobs. */
public enum ActiveJobs {
    /** Waits until the workers have finished them, or the original has requeued them. */
    WAIT,
    /**
     * Requeues those whose lease has ended, as the original would: first in their queue, with one requeue less. A job whose
     * requeue limit is used up is set aside. Leases that have not ended are waited for.
     */
    TAKE_OVER
}
