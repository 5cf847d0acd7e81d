package io.sharq.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.EnqueueResult;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.api.QueueKey;
import io.sharq.config.Configuration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where requests wait for workers. Thread-safe. It stands on a {@link SharQ}, which it does not close. */
public final class Queue {
    /** Equal requests have equal JSON: whatever order a map or a class happens to have. */
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .findAndAddModules()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final SharQ sharq;
    private final WorkerSettings settings;
    private final Recurrences recurrences;
    private final RequestIds ids = new RequestIds();

    /**
     * A queue with the settings that the configuration of the {@link SharQ} has: those of its section {@code [worker]}, and
     * of the environment. Without a configuration the environment alone is read.
     *
     * @param sharq where requests are kept
     * @throws io.sharq.api.ConfigurationException if one of them cannot be used
     */
    public Queue(SharQ sharq) {
        this(sharq, WorkerSettings.of(sharq.configuration().orElseGet(Configuration::empty)));
    }

    /**
     * A queue.
     *
     * @param sharq where requests are kept
     * @param settings its settings, and those of its workers
     */
    public Queue(SharQ sharq, WorkerSettings settings) {
        this.sharq = sharq;
        this.settings = settings;
        this.recurrences = new Recurrences(sharq, settings.lease());
    }

    SharQ sharq() {
        return sharq;
    }

    Recurrences recurrencesOfHandlers() {
        return recurrences;
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
     * Registers requests, to be performed as soon as may be.
     *
     * @param <T> the requests
     * @param handler who performs them
     * @param requests the requests, each routed by the handler
     * @return what was done
     * @throws InvalidValueException if a route or a request cannot be used
     * @throws io.sharq.api.BackendException if the store cannot be reached; calls whose outcome is not known are made
     *     again under the same ids first
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    public final <T> Registered register(Handler<T> handler, T... requests) {
        return register(handler, List.of(requests), RegisterOptions.DEFAULT);
    }

    /**
     * Registers requests. Those of one sub-queue are performed in this order if their ranks are equal.
     *
     * <p>With {@link RegisterOptions#unlessQueued()} a request is left out if its sub-queue holds an equal one, waiting or in
     * work, and a deferred request if its sub-queue holds an equal one that waits for its delay, which keeps that delay.
     * Up to eight equal requests of one sub-queue are found; requests of a recurrence are not compared.
     *
     * @param <T> the requests
     * @param handler who performs them
     * @param requests the requests, each routed by the handler
     * @param options what is said of them
     * @return what was done
     * @throws InvalidValueException if a route or a request cannot be used
     * @throws io.sharq.api.BackendException if the store cannot be reached
     */
    public <T> Registered register(Handler<T> handler, List<T> requests, RegisterOptions options) {
        String name = Tube.name(handler);
        List<Route> routes = routes(handler, name, requests);
        List<EqualRequests.Wanted> wanted = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            QueueKey queue = new QueueKey(name, thread(routes.get(i)));
            wanted.add(new EqualRequests.Wanted(queue, RequestIds.ofContent(json(requests.get(i)))));
        }
        List<Optional<String>> chosen = chosen(wanted, options);
        Map<String, ThreadRules> rules = new HashMap<>();
        List<NewJob> jobs = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            if (chosen.get(i).isPresent()) {
                String id = chosen.get(i).get();
                jobs.add(job(handler, requests.get(i), wanted.get(i).queue(), id, routes.get(i), options, rules));
            }
        }
        int queued = enqueue(jobs, isAlways(options));
        return new Registered(queued, requests.size() - queued);
    }

    private static boolean isAlways(RegisterOptions options) {
        return !options.unlessQueued() && options.delay().isZero();
    }

    private List<Optional<String>> chosen(List<EqualRequests.Wanted> wanted, RegisterOptions options) {
        EqualRequests equal = new EqualRequests(sharq.async(), ids);
        if (isAlways(options)) {
            return equal.each(wanted).stream().map(Optional::of).toList();
        }
        return equal.unless(wanted, options.unlessQueued() ? EqualRequests::isHeld : EqualRequests::isDeferred);
    }

    private static <T> List<Route> routes(Handler<T> handler, String name, List<T> requests) {
        List<@Nullable Route> routes = handler.route(requests);
        if (routes == null) {
            throw new InvalidValueException("route", "%s gave null for its routes.".formatted(name));
        }
        if (routes.size() != requests.size()) {
            throw new InvalidValueException(
                    "route", "%s gave %d routes for %d requests.".formatted(name, routes.size(), requests.size()));
        }
        List<Route> checked = new ArrayList<>(routes.size());
        for (Route route : routes) {
            if (route == null) {
                throw new InvalidValueException("route", "%s gave null for a route.".formatted(name));
            }
            checked.add(route);
        }
        return checked;
    }

    private String thread(Route route) {
        String named = route.thread();
        return named == null ? settings.defaultThread() : named;
    }

    private <T> NewJob job(
            Handler<T> handler,
            T request,
            QueueKey queue,
            String id,
            Route route,
            RegisterOptions options,
            Map<String, ThreadRules> known) {
        Integer order = route.order();
        ThreadRules rules = known.get(queue.id());
        if (rules == null) {
            rules = rules(handler, queue);
            known.put(queue.id(), rules);
        }
        NewJob job = NewJob.of(new JobKey(queue, id), request)
                .order(order == null ? settings.defaultOrder() : order)
                .requeueLimit(settings.requeueLimit())
                .ordered(rules.isStrict())
                .concurrency(rules.concurrency())
                .interval(rules.interval());
        return options.delay().isZero() ? job : job.delay(options.delay());
    }

    private static ThreadRules rules(Handler<?> handler, QueueKey queue) {
        @Nullable ThreadRules rules = handler.rules(queue.id());
        if (rules == null) {
            throw new InvalidValueException(
                    "rules", "%s gave null for the rules of %s.".formatted(queue.type(), queue));
        }
        return rules;
    }

    /** A request that must be queued, though another process took its id meanwhile, gets an id of its own. */
    private int enqueue(List<NewJob> jobs, boolean isAlways) {
        int queued = 0;
        int most = sharq.settings().maxBatchSize();
        for (int from = 0; from < jobs.size(); from += most) {
            List<NewJob> part = jobs.subList(from, Math.min(jobs.size(), from + most));
            List<EnqueueResult> results = sharq.enqueueAll(part);
            for (int i = 0; i < part.size(); i++) {
                boolean isQueued = results.get(i).isQueued()
                        || (isAlways
                                && sharq.enqueue(part.get(i).withId(ids.next())).isQueued());
                queued += isQueued ? 1 : 0;
            }
        }
        return queued;
    }

    private static String json(Object request) {
        try {
            return CANONICAL.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new InvalidValueException("request", "It cannot be written as JSON.", e);
        }
    }

    /**
     * Declares that a request is to be registered again and again, under a name that its content gives it: declared again
     * with another recurrence, it goes by that from now on.
     *
     * @param <T> the request
     * @param handler who performs it
     * @param request the request
     * @param recurrence when
     * @return whether it is new or changed
     * @throws InvalidValueException if the recurrence never comes
     * @see #recur(String, Handler, Object, Recurrence)
     */
    public <T> boolean recur(Handler<T> handler, T request, Recurrence recurrence) {
        return recur(nameOf(request), handler, request, recurrence);
    }

    /**
     * Declares that a request is to be registered again and again. Any number of processes may declare the same, which
     * makes one recurrence. Another request or another recurrence under the same name of the handler takes the place of the
     * one before. The workers of the handler carry it out, by the backend's clock. What falls due while none of them runs is
     * registered once when one does.
     *
     * <p>A process that dies while it replaces a recurrence may leave none: declare it again at the next start.
     *
     * @param <T> the request
     * @param name the recurrence's name, an identifier
     * @param handler who performs it
     * @param request the request
     * @param recurrence when
     * @return whether it is new or changed
     * @throws InvalidValueException if the recurrence never comes
     * @throws io.sharq.api.BackendException if the store cannot be reached
     */
    public <T> boolean recur(String name, Handler<T> handler, T request, Recurrence recurrence) {
        if (recurrence.nextAfter(Instant.EPOCH).isEmpty()) {
            throw new InvalidValueException("recurrence", "It never comes: " + recurrence + ".");
        }
        Tick tick = new Tick(definition(request, recurrence), request, RecurrenceText.of(recurrence));
        return recurrences.declare(Recurrences.key(Tube.name(handler), name), tick);
    }

    /**
     * The recurrences of all handlers. One that is declared at this moment may be missing.
     *
     * @return the recurrences, in no particular order
     * @throws io.sharq.api.BackendException if the store cannot be reached
     */
    public List<DeclaredRecurrence> recurrences() {
        return recurrences.list();
    }

    /**
     * Ends a recurrence, also while a worker carries it out. Requests that are registered already stay; one that is being
     * registered at this moment may still come.
     *
     * @param handler whose recurrence it is
     * @param name the recurrence's name
     * @return whether there was one
     * @throws io.sharq.api.BackendException if the store cannot be reached; called again it goes on
     */
    public boolean cancelRecurrence(Handler<?> handler, String name) {
        return recurrences.cancel(Recurrences.key(Tube.name(handler), name));
    }

    /**
     * Ends a recurrence that was declared without a name, if it is still this one.
     *
     * @param <T> the request
     * @param handler who performs it
     * @param request the request
     * @param recurrence when
     * @return whether there was one
     * @throws io.sharq.api.BackendException if the store cannot be reached; called again it goes on
     */
    public <T> boolean cancel(Handler<T> handler, T request, Recurrence recurrence) {
        JobKey tick = Recurrences.key(Tube.name(handler), nameOf(request));
        return recurrences.isDeclared(tick, definition(request, recurrence)) && recurrences.cancel(tick);
    }

    private static String nameOf(Object request) {
        return RequestIds.ofContent(json(request));
    }

    private static String definition(Object request, Recurrence recurrence) {
        return RequestIds.ofContent(recurrence + " " + json(request));
    }

    /** Registers the request of a recurrence under an id that its instant gives it. */
    <T> void register(Handler<T> handler, T request, Instant due) {
        String name = Tube.name(handler);
        Route route = routes(handler, name, List.of(request)).get(0);
        QueueKey queue = new QueueKey(name, thread(route));
        String id = RequestIds.ofContent(due + " " + json(request));
        int unused = enqueue(
                List.of(job(handler, request, queue, id, route, RegisterOptions.DEFAULT, new HashMap<>())), false);
    }
}
