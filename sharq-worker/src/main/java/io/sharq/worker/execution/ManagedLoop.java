package io.sharq.worker.execution;

/** A loop that a {@link LoopGroup} can end. Its methods are called by other threads than the loop's. */
public interface ManagedLoop {
    /** Cancels the current wait, after which the loop finds its group closing and ends. */
    void wake();

    /**
     * Waits for the end of the loop.
     *
     * @return whether it has ended, or is the calling thread's own and cannot be waited for
     */
    boolean awaitEnd(long nanos) throws InterruptedException;

    /** Stops waiting for user code: gives back the requests in flight and interrupts the loop's thread. */
    void abandon();
}
