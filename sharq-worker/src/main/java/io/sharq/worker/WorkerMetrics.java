package io.sharq.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts events with Micrometer, which must be on the class path: {@code sharq.worker.batch} (a timer),
 * {@code sharq.worker.performed}, {@code sharq.worker.failed}, {@code sharq.worker.dead}, {@code sharq.worker.lost},
 * {@code sharq.worker.loop.failed}, {@code sharq.worker.recurrence.failed} (counters) and {@code sharq.worker.bound} (a gauge), each with the handler's name and no other tag, since sub-queues may be
 * as many as customers. Thread-safe.
 */
public final class WorkerMetrics implements WorkerListener {
    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> bound = new ConcurrentHashMap<>();

    /**
     * Metrics.
     *
     * @param registry where they go
     */
    public WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void on(WorkerEvent event) {
        Tags tags = Tags.of(List.of(Tag.of("handler", event.handler())));
        if (event instanceof WorkerEvent.Performed performed) {
            registry.timer("sharq.worker.batch", tags).record(performed.took());
            registry.counter("sharq.worker.performed", tags).increment(performed.requests());
        } else if (event instanceof WorkerEvent.Failed failed) {
            registry.counter("sharq.worker.failed", tags).increment(failed.requests());
            registry.counter("sharq.worker.dead", tags).increment(failed.dead());
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
                handler, name -> registry.gauge("sharq.worker.bound", Tags.of("handler", name), new AtomicInteger()));
    }
}
