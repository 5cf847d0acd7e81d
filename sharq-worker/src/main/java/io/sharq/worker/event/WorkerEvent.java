package io.sharq.worker.event;

import io.sharq.api.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An event of a worker, for its {@link WorkerListener}. */
public sealed interface WorkerEvent {
    /**
     * The worker's name: the {@code consumer} of its settings.
     *
     * @return the name
     */
    String consumer();

    /**
     * The handler's name.
     *
     * @return the name
     */
    String handler();

    /**
     * The sub-queue.
     *
     * @return the sub-queue, or an empty string if the event concerns none
     */
    String subQueue();

    /**
     * A loop bound to a sub-queue.
     *
     * @param consumer the worker's name
     * @param handler the handler's name
     * @param subQueue the sub-queue
     */
    record Bound(String consumer, String handler, String subQueue) implements WorkerEvent {
        public Bound {
            Bounds.required("consumer", consumer);
            Bounds.required("handler", handler);
            Bounds.required("sub_queue", subQueue);
        }
    }

    /**
     * Requests were performed and finished.
     *
     * @param consumer the worker's name
     * @param handler the handler's name
     * @param subQueue the sub-queue
     * @param requests how many
     * @param took how long the batch took
     */
    record Performed(String consumer, String handler, String subQueue, int requests, Duration took)
            implements WorkerEvent {
        public Performed {
            Bounds.required("consumer", consumer);
            Bounds.required("handler", handler);
            Bounds.required("sub_queue", subQueue);
            Bounds.required("took", took);
        }
    }

    /**
     * Requests failed.
     *
     * @param consumer the worker's name
     * @param handler the handler's name
     * @param subQueue the sub-queue
     * @param requests how many, including dead ones
     * @param dead how many of them have used up their requeues and are dead jobs now
     * @param cause why
     */
    record Failed(String consumer, String handler, String subQueue, int requests, int dead, Throwable cause)
            implements WorkerEvent {
        public Failed {
            Bounds.required("consumer", consumer);
            Bounds.required("handler", handler);
            Bounds.required("sub_queue", subQueue);
            Bounds.required("cause", cause);
        }
    }

    /**
     * An upstream refused a request for now. It went back to its place uncounted, like those of its batch that were not
     * tried.
     *
     * @param consumer the worker's name
     * @param handler the handler's name
     * @param subQueue the sub-queue
     * @param requests how many went back
     * @param heldUntil until when the sub-queue releases nothing, or empty if the lease of the refused request was lost
     */
    record Throttled(String consumer, String handler, String subQueue, int requests, Optional<Instant> heldUntil)
            implements WorkerEvent {
        public Throttled {
            Bounds.required("consumer", consumer);
            Bounds.required("handler", handler);
            Bounds.required("sub_queue", subQueue);
            Bounds.required("held_until", heldUntil);
        }
    }

    /**
     * The leases of requests are lost, or have ended by this process's clock, so another worker may perform them. Reported
     * as soon as that is known, on a thread of its own while the handler still runs.
     *
     * @param consumer the worker's name
     * @param handler the handler's name
     * @param subQueue the sub-queue
     * @param requests how many
     */
    record LeaseLost(String consumer, String handler, String subQueue, int requests) implements WorkerEvent {
        public LeaseLost {
            Bounds.required("consumer", consumer);
            Bounds.required("handler", handler);
            Bounds.required("sub_queue", subQueue);
        }
    }

    /**
     * A loop left a sub-queue.
     *
     * @param consumer the worker's name
     * @param handler the handler's name
     * @param subQueue the sub-queue
     * @param requests how many requests the loop took while it was bound
     */
    record Unbound(String consumer, String handler, String subQueue, long requests) implements WorkerEvent {
        public Unbound {
            Bounds.required("consumer", consumer);
            Bounds.required("handler", handler);
            Bounds.required("sub_queue", subQueue);
        }
    }

    /**
     * A loop itself failed, as opposed to a request. It goes on after a pause.
     *
     * @param consumer the worker's name
     * @param handler the handler's name, or an empty string if the failure concerns none
     * @param subQueue the sub-queue, or an empty string if the failure concerns none
     * @param cause why
     */
    record LoopFailed(String consumer, String handler, String subQueue, Throwable cause) implements WorkerEvent {
        public LoopFailed {
            Bounds.required("consumer", consumer);
            Bounds.required("handler", handler);
            Bounds.required("sub_queue", subQueue);
            Bounds.required("cause", cause);
        }
    }

    /**
     * A recurring request could not be registered, because the handler's route, its rules or the request's class failed.
     * The instant is skipped.
     *
     * @param consumer the worker's name
     * @param handler the handler's name
     * @param name the recurrence's name
     * @param due the instant that is skipped
     * @param cause why
     */
    record RecurrenceFailed(String consumer, String handler, String name, Instant due, Throwable cause)
            implements WorkerEvent {
        public RecurrenceFailed {
            Bounds.required("consumer", consumer);
            Bounds.required("handler", handler);
            Bounds.required("name", name);
            Bounds.required("due", due);
            Bounds.required("cause", cause);
        }

        @Override
        public String subQueue() {
            return "";
        }
    }
}
