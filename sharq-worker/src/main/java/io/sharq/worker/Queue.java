package io.sharq.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sharq.SharQ;
import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.config.Configuration;
import io.sharq.worker.recurrence.RecurrenceStore;
import io.sharq.worker.recurrence.RecurrenceTarget;
import io.sharq.worker.recurrence.RecurringJob;
import io.sharq.worker.registration.JobIds;
import io.sharq.worker.registration.RequestJson;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The queue of a sharded application: registers requests for handlers, and declares requests that recur. It uses a
 * {@link SharQ} and does not close it. Thread-safe.
 *
 * <p>Every method throws {@link InvalidValueException} if an argument is null or out of range.
 */
public final class Queue {
    private static final ObjectMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    private final SharQ sharq;
    private final WorkerSettings settings;
    private final RequestRegistration registration;
    private final RecurrenceStore recurrences;

    /**
     * A queue with the settings of the {@link SharQ}'s configuration: its section {@code [worker]} and its environment. A
     * {@link SharQ} without a configuration gives those of the environment.
     *
     * @param sharq where requests are kept
     * @throws io.sharq.api.ConfigurationException if a setting cannot be used
     */
    public Queue(SharQ sharq) {
        this(
                sharq,
                WorkerSettings.of(
                        Bounds.required("sharq", sharq).configuration().orElseGet(Configuration::empty)));
    }

    /**
     * A queue.
     *
     * @param sharq where requests are kept
     * @param settings the settings of the queue and its workers
     */
    public Queue(SharQ sharq, WorkerSettings settings) {
        this.sharq = Bounds.required("sharq", sharq);
        this.settings = Bounds.required("settings", settings);
        this.registration = new RequestRegistration(sharq, settings);
        this.recurrences = new RecurrenceStore(sharq, settings.lease());
    }

    SharQ sharq() {
        return sharq;
    }

    /**
     * The settings in force.
     *
     * @return the settings of this queue and its workers
     */
    public WorkerSettings settings() {
        return settings;
    }

    /**
     * Registers requests, to be performed as soon as possible.
     *
     * @param <T> the type of the requests
     * @param handler performs the requests
     * @param requests the requests, each routed by the handler
     * @return how many were queued
     * @throws InvalidValueException if a route or a request cannot be used
     * @throws io.sharq.api.BackendException if the store cannot be reached. Calls of unknown outcome are retried under the
     *     same ids first
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    public final <T> Registered register(Handler<T> handler, T... requests) {
        return register(handler, Arrays.asList(Bounds.required("requests", requests)), RegisterOptions.DEFAULT);
    }

    /**
     * Registers requests. Those of one sub-queue with the same order are performed in this sequence.
     *
     * <p>With {@link RegisterOptions#unlessQueued()}, a request is left out if its sub-queue holds an equal one that waits
     * or is being performed. A deferred request is left out if its sub-queue holds an equal one that waits for its delay,
     * which keeps that delay. Of each sub-queue, up to eight equal requests are found. Requests of a recurrence are not
     * compared.
     *
     * @param <T> the type of the requests
     * @param handler performs the requests
     * @param requests the requests, each routed by the handler
     * @param options the options
     * @return how many were queued, and how many left out
     * @throws InvalidValueException if a route or a request cannot be used
     * @throws io.sharq.api.BackendException if the store cannot be reached, or if there are headers and the backend does not
     *     offer them
     */
    public <T> Registered register(Handler<T> handler, List<T> requests, RegisterOptions options) {
        Bounds.required("handler", handler);
        Bounds.required("requests", requests).forEach(request -> Bounds.required("requests", request));
        return registration.register(handler, requests, Bounds.required("options", options));
    }

    /**
     * Declares a recurring request under a name derived from its content. Declared again with another recurrence, it
     * follows that one from now on.
     *
     * @param <T> the type of the request
     * @param handler performs the request
     * @param request the request
     * @param recurrence when it is registered
     * @return whether the recurrence is new or changed
     * @throws InvalidValueException if the recurrence never comes
     * @throws io.sharq.api.BackendException if the store cannot be reached
     * @see #recur(String, Handler, Object, Recurrence)
     */
    public <T> boolean recur(Handler<T> handler, T request, Recurrence recurrence) {
        return recur(nameOf(request), handler, request, recurrence);
    }

    /**
     * Declares a recurring request. The declaration is idempotent: any number of processes may make it, and there is one
     * recurrence. Another request or another recurrence under the same name of the handler replaces it. The handler's
     * workers carry it out by the backend's clock. Instants that pass while no worker runs are registered once, when one
     * starts.
     *
     * <p>A process that dies while it replaces a recurrence may leave none, so declare recurrences at each start.
     *
     * @param <T> the type of the request
     * @param name the recurrence's name, an identifier
     * @param handler performs the request
     * @param request the request
     * @param recurrence when it is registered
     * @return whether the recurrence is new or changed
     * @throws InvalidValueException if the recurrence never comes
     * @throws io.sharq.api.BackendException if the store cannot be reached
     */
    public <T> boolean recur(String name, Handler<T> handler, T request, Recurrence recurrence) {
        JobKey key = key(handler, name);
        String definition = definition(request, recurrence);
        if (recurrence.nextAfter(Instant.EPOCH).isEmpty()) {
            throw new InvalidValueException("recurrence", "It never comes: " + recurrence + ".");
        }
        return recurrences.declare(key, new RecurringJob(definition, request, Schedules.of(recurrence)));
    }

    /**
     * Lists the recurrences of all handlers. One that is being declared at this moment may be missing.
     *
     * @return the recurrences, in no particular order
     * @throws io.sharq.api.BackendException if the store cannot be reached
     */
    public List<DeclaredRecurrence> recurrences() {
        return recurrences.list().stream().map(Schedules::declared).toList();
    }

    /**
     * Cancels a recurrence, even while a worker carries it out. Requests that are registered already stay, and one that is
     * being registered at this moment may still come.
     *
     * @param handler the handler of the recurrence
     * @param name the recurrence's name
     * @return whether it was declared
     * @throws io.sharq.api.BackendException if the store cannot be reached. The call may be repeated
     */
    public boolean cancelRecurrence(Handler<?> handler, String name) {
        return recurrences.cancel(key(handler, name));
    }

    /**
     * Cancels a recurrence that was declared without a name, unless it has been replaced by another one.
     *
     * @param <T> the type of the request
     * @param handler the handler of the recurrence
     * @param request the request
     * @param recurrence when it is registered
     * @return whether it was declared
     * @throws io.sharq.api.BackendException if the store cannot be reached. The call may be repeated
     */
    public <T> boolean cancel(Handler<T> handler, T request, Recurrence recurrence) {
        JobKey key = key(handler, nameOf(request));
        return recurrences.isDeclared(key, definition(request, recurrence)) && recurrences.cancel(key);
    }

    private static JobKey key(Handler<?> handler, String name) {
        return RecurrenceStore.key(HandlerWork.name(Bounds.required("handler", handler)), name);
    }

    private static String nameOf(Object request) {
        return JobIds.ofContent(RequestJson.of(Bounds.required("request", request)));
    }

    private static String definition(Object request, Recurrence recurrence) {
        return JobIds.ofContent(
                Bounds.required("recurrence", recurrence) + " " + RequestJson.of(Bounds.required("request", request)));
    }

    /** Registers the requests of a handler's recurrences. */
    <T> RecurrenceTarget recurrenceTarget(HandlerWork<T> work) {
        return new RecurrenceTarget() {
            @Override
            public String handler() {
                return work.name();
            }

            @Override
            public void register(Object request, Instant due) {
                registration.register(work.handler(), JSON.convertValue(request, work.requestType()), due);
            }
        };
    }
}
