package io.sharq.worker;

import java.time.Duration;
import java.time.Instant;

/** Something that a worker did. */
public sealed interface WorkerEvent {
    /**
     * The handler's name.
     *
     * @return the name
     */
    String handler();

    /**
     * The sub-queue.
     *
     * @return the sub-queue; empty where the event concerns none
     */
    String thread();

    /**
     * It bound to a sub-queue.
     *
     * @param handler the handler's name
     * @param thread the sub-queue
     */
    record Bound(String handler, String thread) implements WorkerEvent {}

    /**
     * It performed requests, and they are done.
     *
     * @param handler the handler's name
     * @param thread the sub-queue
     * @param requests how many
     * @param took how long the batch took
     */
    record Performed(String handler, String thread, int requests, Duration took) implements WorkerEvent {}

    /**
     * Requests failed.
     *
     * @param handler the handler's name
     * @param thread the sub-queue
     * @param requests how many, dead ones included
     * @param dead how many of them have used up their requeues
     * @param cause why
     */
    record Failed(String handler, String thread, int requests, int dead, Throwable cause) implements WorkerEvent {}

    /**
     * The leases of requests are lost, or have ended by this process's clock: another worker may perform them. It comes as
     * soon as that is known, on a thread of its own if the handler still runs.
     *
     * @param handler the handler's name
     * @param thread the sub-queue
     * @param requests how many
     */
    record LeaseLost(String handler, String thread, int requests) implements WorkerEvent {}

    /**
     * It left a sub-queue.
     *
     * @param handler the handler's name
     * @param thread the sub-queue
     * @param requests how many requests it took while it was bound
     */
    record Unbound(String handler, String thread, long requests) implements WorkerEvent {}

    /**
     * A loop failed in a way that is no request's failure. It goes on after a pause.
     *
     * @param handler the handler's name, empty if it concerns none
     * @param thread the sub-queue, empty if it concerns none
     * @param cause why
     */
    record LoopFailed(String handler, String thread, Throwable cause) implements WorkerEvent {}

    /**
     * A recurring request could not be registered, because the handler's route, its rules or the request's class failed. It
     * is left out for this instant.
     *
     * @param handler the handler's name
     * @param name the recurrence's name
     * @param due the instant
     * @param cause why
     */
    record RecurrenceFailed(String handler, String name, Instant due, Throwable cause) implements WorkerEvent {
        @Override
        public String thread() {
            return "";
        }
    }
}
