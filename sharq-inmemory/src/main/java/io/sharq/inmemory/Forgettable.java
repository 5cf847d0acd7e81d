package io.sharq.inmemory;

/** What is dropped at an instant of its own (rule 13). */
interface Forgettable {
    /** How long it is still kept; that may change while it is remembered. */
    long leftMicros();

    /** Drops it, if it may be dropped now. */
    void forgetIfDue();
}
