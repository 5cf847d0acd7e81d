package io.sharq.worker.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.sharq.api.Bounds;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records events as Micrometer metrics. Micrometer must be on the class path. Thread-safe.
 *
 * <ul>
 *   <li>{@code sharq.worker.batch}, a timer: how long batches took
 *   <li>{@code sharq.worker.performed}, {@code sharq.worker.failed}, {@code sharq.worker.dead},
 *       {@code sharq.worker.throttled}, {@code sharq.worker.lost}, counters of requests
 *   <li>{@code sharq.worker.loop.failed}, {@code sharq.worker.recurrence.failed}, counters of failures
 *   <li>{@code sharq.worker.bound}, a gauge: how many loops are bound to a sub-queue
 * </ul>
 *
 * <p>Each has the tag {@code handler}, the handler's name. Sub-queues are no tag, because there may be one for each
 * customer. Neither is the worker's name, because each process has another.
 */
public final class WorkerMetrics implements WorkerListener {
    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> bound = new ConcurrentHashMap<>();

    /**
     * Records into a registry.
     *
     * @param registry the registry
     */
    @SuppressWarnings("exports") // A module that uses this class reads Micrometer itself; others need not have it.
    public WorkerMetrics(MeterRegistry registry) {
        this.registry = Bounds.required("registry", registry);
    }

    @Override
    public void on(WorkerEvent event) {
        // Not declared as Tags: the methods for those are not in the Micrometer 1.15 of Spring Boot 3.5.
        Iterable<Tag> tags = tag(Bounds.required("event", event).handler());
        if (event instanceof WorkerEvent.Performed performed) {
            registry.timer("sharq.worker.batch", tags).record(performed.took());
            registry.counter("sharq.worker.performed", tags).increment(performed.requests());
        } else if (event instanceof WorkerEvent.Failed failed) {
            registry.counter("sharq.worker.failed", tags).increment(failed.requests());
            registry.counter("sharq.worker.dead", tags).increment(failed.dead());
        } else if (event instanceof WorkerEvent.Throttled throttled) {
            registry.counter("sharq.worker.throttled", tags).increment(throttled.requests());
        } else if (event instanceof WorkerEvent.LeaseLost lost) {
            registry.counter("sharq.worker.lost", tags).increment(lost.requests());
        } else if (event instanceof WorkerEvent.LoopFailed) {
            registry.counter("sharq.worker.loop.failed", tags).increment();
        } else if (event instanceof WorkerEvent.RecurrenceFailed) {
            registry.counter("sharq.worker.recurrence.failed", tags).increment();
        } else if (event instanceof WorkerEvent.Bound) {
            bound(event.handler()).incrementAndGet();
        } else if (event instanceof WorkerEvent.Unbound) {
            bound(event.handler()).decrementAndGet();
        }
    }

    private AtomicInteger bound(String handler) {
        return bound.computeIfAbsent(
                handler, name -> registry.gauge("sharq.worker.bound", tag(name), new AtomicInteger()));
    }

    private static Iterable<Tag> tag(String handler) {
        return List.of(Tag.of("handler", handler));
    }
}
