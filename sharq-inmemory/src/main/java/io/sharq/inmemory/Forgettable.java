package io.sharq.inmemory;

/** A drained queue or a finished job, which is removed at its own instant (rule 13). */
interface Forgettable {
    /** The microseconds until it may be removed. They may change while it is registered in {@link Remembered}. */
    long leftMicros();

    /** Removes it, if it may be removed now. */
    void forgetIfDue();
}
