package io.sharq.benchmarks.load;

/** The operations that a run measures. */
public enum Workload {
    /** Enqueues only. The jobs are dequeued and checked afterwards. */
    ENQUEUE,
    /** Dequeues, each with its finish. The jobs are enqueued before. */
    DEQUEUE,
    /** An enqueue, a dequeue and a finish, one after the other in each caller. */
    CYCLE,
    /** Half of the callers enqueue while the other half wait for jobs and finish them. */
    MIXED
}
