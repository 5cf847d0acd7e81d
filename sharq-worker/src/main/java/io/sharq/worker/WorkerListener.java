package io.sharq.worker;

/** Hears what a worker does, on the worker's thread. It must be quick, and thread-safe if the worker has several loops. */
@FunctionalInterface
public interface WorkerListener {
    /**
     * Called for each event, in order for one thread.
     *
     * @param event the event
     */
    void on(WorkerEvent event);
}
