package io.sharq.benchmarks.load;

/** What a run measures. */
public enum Workload {
    /** Enqueues alone. The jobs are taken out and checked afterwards. */
    ENQUEUE,
    /** Dequeues, each with its finish. The jobs are put in before. */
    DEQUEUE,
    /** An enqueue, a dequeue and a finish, one after the other in each caller. */
    CYCLE,
    /** Half of the callers enqueue while the other half wait for jobs and finish them. */
    MIXED
}
