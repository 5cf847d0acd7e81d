package io.sharq.worker;

import java.time.Duration;

/** Something that a worker did. */
public sealed interface WorkerEvent {
    /**
     * The handler's name.
     *
     * @return the name
     */
    String handler();

    /**
     * The thread.
     *
     * @return the thread
     */
    String thread();

    /**
     * It bound to a thread.
     *
     * @param handler the handler's name
     * @param thread the thread
     */
    record Bound(String handler, String thread) implements WorkerEvent {}

    /**
     * It performed requests, and they are done.
     *
     * @param handler the handler's name
     * @param thread the thread
     * @param requests how many
     * @param took how long the batch took
     */
    record Performed(String handler, String thread, int requests, Duration took) implements WorkerEvent {}

    /**
     * Requests failed.
     *
     * @param handler the handler's name
     * @param thread the thread
     * @param requests how many, dead ones included
     * @param dead how many of them have used up their requeues
     * @param cause why
     */
    record Failed(String handler, String thread, int requests, int dead, Throwable cause) implements WorkerEvent {}

    /**
     * The leases of requests had ended before the worker was done with them: they are or were performed again.
     *
     * @param handler the handler's name
     * @param thread the thread
     * @param requests how many
     */
    record LeaseLost(String handler, String thread, int requests) implements WorkerEvent {}

    /**
     * It left a thread.
     *
     * @param handler the handler's name
     * @param thread the thread
     * @param requests how many requests it took while it was bound
     */
    record Unbound(String handler, String thread, long requests) implements WorkerEvent {}
}
