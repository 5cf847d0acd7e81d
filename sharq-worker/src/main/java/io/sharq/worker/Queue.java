package io.sharq.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sharq.Enqueued;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Limits;
import io.sharq.api.QueueKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where requests wait for workers. Thread-safe; it stands on a {@link SharQ}, which whoever opened it closes. */
public final class Queue {
    /** Equal requests have equal JSON: whatever order a map or a class happens to have. */
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .findAndAddModules()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final SharQ sharq;
    private final WorkerSettings settings;
    private final RequestIds ids = new RequestIds();

    /**
     * A queue with default settings.
     *
     * @param sharq where requests are kept
     */
    public Queue(SharQ sharq) {
        this(sharq, WorkerSettings.defaults());
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
    }

    SharQ sharq() {
        return sharq;
    }

    WorkerSettings settings() {
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
     * Registers requests. Those of one thread are performed in this order if their ranks are equal.
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
        List<Route> routes = handler.route(requests);
        if (routes.size() != requests.size()) {
            throw new InvalidValueException(
                    "route",
                    "%s gave %d routes for %d requests.".formatted(handler.name(), routes.size(), requests.size()));
        }
        Map<String, ThreadRules> rules = new HashMap<>();
        List<NewJob> jobs = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            T request = requests.get(i);
            String id = options.unlessQueued() ? contentId(request) : ids.next();
            jobs.add(job(handler, request, id, routes.get(i), options, rules));
        }
        int queued = 0;
        int most = sharq.settings().maxBatchSize();
        for (int from = 0; from < jobs.size(); from += most) {
            queued += enqueue(jobs.subList(from, Math.min(jobs.size(), from + most)));
        }
        return new Registered(queued, jobs.size() - queued);
    }

    private <T> NewJob job(
            Handler<T> handler,
            T request,
            String id,
            Route route,
            RegisterOptions options,
            Map<String, ThreadRules> known) {
        String named = route.thread();
        String thread = named == null ? settings.defaultThread() : named;
        Integer order = route.order();
        ThreadRules rules = known.computeIfAbsent(thread, handler::rules);
        NewJob job = NewJob.of(handler.name(), thread, id, request)
                .order(order == null ? settings.defaultOrder() : order)
                .requeueLimit(settings.requeueLimit())
                .ordered(rules.isStrict())
                .concurrency(rules.concurrency())
                .interval(rules.interval());
        return options.delay().isZero() ? job : job.delay(options.delay());
    }

    private int enqueue(List<NewJob> jobs) {
        return (int) sharq.enqueueAll(jobs).stream().filter(Enqueued::isQueued).count();
    }

    private static String contentId(Object request) {
        return RequestIds.ofContent(json(request));
    }

    private static String json(Object request) {
        try {
            return CANONICAL.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new InvalidValueException("request", "It cannot be written as JSON.", e);
        }
    }

    /**
     * Declares that a request is to be registered again and again. Any number of processes may declare the same, which
     * makes one recurrence; the workers of the handler carry it out, by the backend's clock. What falls due while none of
     * them runs is registered once when one does.
     *
     * @param <T> the request
     * @param handler who performs it
     * @param request the request
     * @param recurrence when
     * @return whether it is new
     */
    public <T> boolean recur(Handler<T> handler, T request, Recurrence recurrence) {
        Tick tick = Tick.of(request, recurrence);
        NewJob job = NewJob.of(Tick.type(handler), recurrenceId(request, recurrence), Tick.JOB, tick)
                .requeueLimit(Limits.REQUEUE_ALWAYS);
        return sharq.enqueue(job).isQueued();
    }

    /**
     * Ends a recurrence.
     *
     * @param <T> the request
     * @param handler who performs it
     * @param request the request
     * @param recurrence when
     * @return whether there was one
     */
    public <T> boolean cancel(Handler<T> handler, T request, Recurrence recurrence) {
        QueueKey queue = new QueueKey(Tick.type(handler), recurrenceId(request, recurrence));
        return sharq.clear(queue) > 0;
    }

    private static String recurrenceId(Object request, Recurrence recurrence) {
        return RequestIds.ofContent(recurrence + " " + json(request));
    }

    /** Registers the request of a recurrence under an id that its instant gives it. */
    <T> void register(Handler<T> handler, T request, Instant due) {
        Route route = handler.route(List.of(request)).get(0);
        String id = RequestIds.ofContent(due + " " + json(request));
        enqueue(List.of(job(handler, request, id, route, RegisterOptions.DEFAULT, new HashMap<>())));
    }
}
