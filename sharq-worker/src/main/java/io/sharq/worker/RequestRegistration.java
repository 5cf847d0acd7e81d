package io.sharq.worker;

import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.api.EnqueueResult;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.api.QueueKey;
import io.sharq.worker.registration.HashedRequest;
import io.sharq.worker.registration.JobIdAllocator;
import io.sharq.worker.registration.JobIds;
import io.sharq.worker.registration.RequestJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Routes requests to sub-queues, leaves out equal ones where that is wanted, and enqueues the rest. Thread-safe. */
final class RequestRegistration {
    private final SharQ sharq;
    private final WorkerSettings settings;
    private final JobIds ids = new JobIds();

    RequestRegistration(SharQ sharq, WorkerSettings settings) {
        this.sharq = sharq;
        this.settings = settings;
    }

    <T> Registered register(Handler<T> handler, List<T> requests, RegisterOptions options) {
        String name = HandlerWork.name(handler);
        List<Route> routes = routes(handler, name, requests);
        List<HashedRequest> hashed = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            hashed.add(new HashedRequest(
                    new QueueKey(name, subQueue(routes.get(i))), JobIds.ofContent(RequestJson.of(requests.get(i)))));
        }
        List<Optional<String>> allocation = allocate(hashed, options);
        JobTemplate<T> template = new JobTemplate<>(handler, options);
        List<NewJob> jobs = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            if (allocation.get(i).isPresent()) {
                JobKey key =
                        new JobKey(hashed.get(i).subQueue(), allocation.get(i).get());
                jobs.add(template.job(key, requests.get(i), routes.get(i)));
            }
        }
        int queued = enqueue(jobs, registersEvery(options));
        return new Registered(queued, requests.size() - queued);
    }

    /**
     * Registers the request of a recurrence for an instant. Its id is derived from both, so a repetition has no effect. Runs
     * on a worker's own thread.
     */
    <T> void register(Handler<T> handler, T request, Instant due) {
        String name = HandlerWork.name(handler);
        Route route = routes(handler, name, List.of(request)).get(0);
        QueueKey queue = new QueueKey(name, subQueue(route));
        String id = JobIds.ofContent(due + " " + RequestJson.of(request));
        NewJob job = new JobTemplate<>(handler, RegisterOptions.DEFAULT).job(new JobKey(queue, id), request, route);
        // The handler may have left the thread interrupted, and then the enqueue would fail.
        boolean unusedInterrupt = Thread.interrupted();
        int unusedCount = enqueue(List.of(job), false);
    }

    private static boolean registersEvery(RegisterOptions options) {
        return !options.unlessQueued() && options.delay().isZero();
    }

    private List<Optional<String>> allocate(List<HashedRequest> requests, RegisterOptions options) {
        JobIdAllocator allocator = new JobIdAllocator(sharq.async(), ids);
        if (registersEvery(options)) {
            return allocator.allocate(requests).stream().map(Optional::of).toList();
        }
        return allocator.allocateUnless(
                requests, options.unlessQueued() ? JobIdAllocator::isPending : JobIdAllocator::isDeferred);
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

    private String subQueue(Route route) {
        String named = route.thread();
        return named == null ? settings.defaultThread() : named;
    }

    /** Makes the jobs of one registration, and reads the rules of each sub-queue once. */
    private final class JobTemplate<T> {
        private final Handler<T> handler;
        private final RegisterOptions options;
        private final Map<QueueKey, SubQueueRules> rules = new HashMap<>();

        JobTemplate(Handler<T> handler, RegisterOptions options) {
            this.handler = handler;
            this.options = options;
        }

        NewJob job(JobKey key, T request, Route route) {
            Integer order = route.order();
            SubQueueRules its = rules.computeIfAbsent(key.queue(), this::rulesOf);
            NewJob job = NewJob.of(key, request)
                    .order(order == null ? settings.defaultOrder() : order)
                    .requeueLimit(settings.requeueLimit())
                    .ordered(its.isStrict())
                    .concurrency(its.concurrency())
                    .interval(its.interval())
                    .headers(options.headers());
            NewJob timed = options.delay().isZero() ? job : job.delay(options.delay());
            return options.deadline().map(timed::deadline).orElse(timed);
        }

        private SubQueueRules rulesOf(QueueKey subQueue) {
            @Nullable SubQueueRules its = handler.rules(subQueue.id());
            if (its == null) {
                throw new InvalidValueException(
                        "rules", "%s gave null for the rules of %s.".formatted(subQueue.type(), subQueue));
            }
            return its;
        }
    }

    /**
     * Enqueues jobs in batches.
     *
     * @param isForced whether a job whose id another process took meanwhile is enqueued under a unique id
     * @return how many were enqueued
     */
    private int enqueue(List<NewJob> jobs, boolean isForced) {
        int queued = 0;
        int size = sharq.settings().maxBatchSize();
        for (int from = 0; from < jobs.size(); from += size) {
            List<NewJob> batch = jobs.subList(from, Math.min(jobs.size(), from + size));
            List<EnqueueResult> results = sharq.enqueueAll(batch);
            for (int i = 0; i < batch.size(); i++) {
                boolean isQueued = results.get(i).isQueued()
                        || (isForced
                                && sharq.enqueue(batch.get(i).withId(ids.next()))
                                        .isQueued());
                queued += isQueued ? 1 : 0;
            }
        }
        return queued;
    }
}
