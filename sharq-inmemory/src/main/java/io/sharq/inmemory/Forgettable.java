package io.sharq.inmemory;

/** What is dropped at an instant of its own (rule 13). */
interface Forgettable {
    /** The instant, in steady time; it may move while this is remembered. */
    long forgetAtMicros();

    /** Drops it, if it may still be dropped. */
    void forget(long nowMicros);
}
