package io.sharq.inmemory;

/**
 * Spin-waits for a short action of another thread, and yields after a number of spins. It yields because the other thread
 * may be a virtual one without a carrier, while its waiters occupy all carriers. Used by one thread.
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
