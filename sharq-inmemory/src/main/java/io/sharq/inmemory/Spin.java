package io.sharq.inmemory;

/**
 * Waits for another thread that will be done in a moment. It gives way after a while: that thread may be a virtual one
 * that has no processor, because those that wait for it have them all. Used by one thread.
 */
final class Spin {
    private static final int BEFORE_GIVING_WAY = 100;

    private int turns;

    @SuppressWarnings(
            "ThreadPriorityCheck") // A hint to the scheduler is what is wanted; nothing relies on it being taken.
    void once() {
        if (turns < BEFORE_GIVING_WAY) {
            turns++;
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
