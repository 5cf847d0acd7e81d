package io.sharq.worker;

import io.sharq.SharQ;
import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.api.Feature;
import io.sharq.api.InvalidValueException;
import io.sharq.time.Alarms;
import io.sharq.worker.event.WorkerListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds workers. Not thread-safe. */
public final class WorkerBuilder {
    private final Queue queue;
    private final List<HandlerWork<?>> handlers = new ArrayList<>();
    private WorkerListener listener = event -> {};
    private @Nullable Alarms alarms;

    WorkerBuilder(Queue queue) {
        this.queue = Bounds.required("queue", queue);
    }

    /**
     * Adds handlers.
     *
     * @param added handlers with different names
     * @return this builder
     * @throws InvalidValueException if a handler is null, or if its name, request type or batch size cannot be used
     */
    public WorkerBuilder handlers(Handler<?>... added) {
        for (Handler<?> handler : Bounds.required("handlers", added)) {
            handlers.add(new HandlerWork<>(Bounds.required("handlers", handler)));
        }
        return this;
    }

    /**
     * Sets the listener of the worker's events.
     *
     * @param newListener the listener
     * @return this builder
     * @throws InvalidValueException if the listener is null
     */
    public WorkerBuilder listener(WorkerListener newListener) {
        listener = Bounds.required("listener", newListener);
        return this;
    }

    /**
     * Sets the alarms that schedule the renewal of leases, for tests with a clock of their own.
     *
     * @param newAlarms the alarms
     * @return this builder
     * @throws InvalidValueException if the alarms are null
     */
    public WorkerBuilder alarms(Alarms newAlarms) {
        alarms = Bounds.required("alarms", newAlarms);
        return this;
    }

    /**
     * Builds a worker without loops.
     *
     * @return the worker
     * @throws InvalidValueException if there is no handler, if two have the same name, or if a {@link ResultHandler} is
     *     among them and finished jobs have no retention
     * @throws BackendException if a {@link ResultHandler} is among them and the backend offers no results
     */
    public Worker build() {
        long names = handlers.stream().map(HandlerWork::name).distinct().count();
        if (handlers.isEmpty() || names < handlers.size()) {
            throw new InvalidValueException("handlers", "There must be at least one, each with a name of its own.");
        }
        if (handlers.stream().anyMatch(HandlerWork::leavesResults)) {
            checkResultsAreKept();
        }
        return new Worker(this);
    }

    private void checkResultsAreKept() {
        SharQ sharq = queue.sharq();
        if (sharq.settings().finishedRetention().isZero()) {
            throw new InvalidValueException(
                    "finished_retention", "It must be longer than 0, because a handler's requests leave results.");
        }
        if (!sharq.features().contains(Feature.RESULTS)) {
            throw BackendException.notOffered("worker", Feature.RESULTS);
        }
    }

    Queue queue() {
        return queue;
    }

    List<HandlerWork<?>> handlers() {
        return List.copyOf(handlers);
    }

    WorkerListener listener() {
        return listener;
    }

    @Nullable
    Alarms alarms() {
        return alarms;
    }
}
