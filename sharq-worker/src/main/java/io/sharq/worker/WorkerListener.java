package io.sharq.worker;

/**
 * Receives a worker's events, on the thread of the loop that they come from, or on one of their own where that thread is
 * busy. It must be quick and thread-safe. What it throws is logged.
 */
@FunctionalInterface
public interface WorkerListener {
    /**
     * Called for each event, in order for one loop, but for those that come on a thread of their own.
     *
     * @param event the event
     */
    void on(WorkerEvent event);
}
