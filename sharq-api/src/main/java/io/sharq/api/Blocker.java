package io.sharq.api;

/** The reason why a queue releases nothing now. */
public enum Blocker {
    /** No reason: it may release a job now. */
    NONE,
    /** The queue or its type is paused (rule 15). */
    PAUSE,
    /** No job waits in the queue. */
    EMPTY,
    /** The queue is ordered, and one of its jobs is active or waits for the delay of a failure (rule 6). */
    ORDER,
    /** The queue is at its cap on active jobs (rule 7). */
    CONCURRENCY,
    /** The queue is held until an instant (rule 15). */
    HOLD,
    /** The interval since the queue's last release has not passed (rule 2). */
    SPACING,
    /** All waiting jobs of the queue are scheduled for later. */
    DELAY,
    /** A limit that the queue draws from is closed (rule 18). */
    LIMIT
}
