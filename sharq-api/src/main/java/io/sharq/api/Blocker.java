package io.sharq.api;

/** Why a queue releases nothing now. */
public enum Blocker {
    /** Nothing: it may release a job now. */
    NONE,
    /** It, or its type, is paused (rule 15). */
    PAUSE,
    /** No job waits in it. */
    EMPTY,
    /** It is ordered, and a job of it is active or waits out the delay of a failure (rule 6). */
    ORDER,
    /** It has as many active jobs as it may (rule 7). */
    CONCURRENCY,
    /** It is held until an instant (rule 15). */
    HOLD,
    /** Its interval since the last release has not passed (rule 2). */
    SPACING,
    /** All the jobs that wait in it are scheduled for later. */
    DELAY
}
