package io.sharq.worker.event;

/**
 * Receives a worker's events on the thread of the loop that they come from, or on a thread of their own while the loop runs
 * a handler. It must be quick and thread-safe. What it throws is logged.
 */
@FunctionalInterface
public interface WorkerListener {
    /**
     * Called for each event. The events of one loop come in order, except for those on a thread of their own.
     *
     * @param event the event
     */
    void on(WorkerEvent event);
}
