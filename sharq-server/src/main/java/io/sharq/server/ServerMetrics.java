package io.sharq.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sharq.AsyncSharQ;
import io.sharq.api.Health;
import io.sharq.api.Metrics;
import io.sharq.api.PageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of the server, in the format of Prometheus. Labels are operations, statuses, and the names of at most a hundred
 * queue types; queue ids are no labels, because their number is unbounded. Thread-safe.
 */
final class ServerMetrics implements AutoCloseable {
    private static final int MOST_TYPES = 100;
    private static final double NANOS_A_SECOND = 1e9;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** An operation and a status. */
    private record Kind(String operation, int status) {}

    private record Row(String type, Metrics metrics) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final ConcurrentHashMap<Kind, Timer> requests = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Kind, Timer> calls = new ConcurrentHashMap<>();
    private final MultiGauge queued = gauge("sharq.jobs.queued", "Jobs that wait, by queue type");
    private final MultiGauge delayed = gauge("sharq.jobs.delayed", "Jobs that are scheduled for later");
    private final MultiGauge active = gauge("sharq.jobs.active", "Jobs under a lease");
    private final MultiGauge dead = gauge("sharq.jobs.dead", "Dead jobs");
    private final MultiGauge oldestReady = MultiGauge.builder("sharq.oldest.ready.age")
            .description("How long the queue that is next in turn could have released a job, 0 if none can")
            .baseUnit("seconds")
            .register(registry);
    private final MultiGauge enqueued = gauge("sharq.enqueued.last.minute", "Jobs enqueued in the last full minute");
    private final MultiGauge dequeued = gauge("sharq.dequeued.last.minute", "Jobs handed out in the last full minute");

    private final Timer lateness = Timer.builder("sharq.release.lateness")
            .description("How much later than its queue was ready a job was released to a client that waited")
            .serviceLevelObjectives(
                    Duration.ofMillis(1),
                    Duration.ofMillis(2),
                    Duration.ofMillis(5),
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1))
            .register(registry);

    private final AtomicInteger storeUp = new AtomicInteger();
    private final MultiGauge damaged = gauge(
            "sharq.store.damaged", "Entries of the store that were found damaged, were set aside and are not repaired");

    ServerMetrics() {
        watch("sharq.store.up", "Whether the store answered this scrape within a second, 1 or 0", storeUp::get);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    void watch(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    void answered(String operation, int status, long nanos) {
        requests.computeIfAbsent(
                        new Kind(operation, status),
                        kind -> timer(
                                "sharq.http.requests",
                                "Requests, from their headers to their answers",
                                "status",
                                Integer.toString(status),
                                operation))
                .record(Duration.ofNanos(nanos));
    }

    void called(String operation, boolean isDone, long nanos) {
        calls.computeIfAbsent(
                        new Kind(operation, isDone ? 1 : 0),
                        kind -> timer(
                                "sharq.backend.calls",
                                "Calls of the backend",
                                "outcome",
                                isDone ? "done" : "error",
                                operation))
                .record(Duration.ofNanos(nanos));
    }

    /** Records how much later than its queue was ready a job was released to a waiting client. */
    void released(String type, Duration late) {
        lateness.record(late);
    }

    private Timer timer(String name, String description, String label, String value, String operation) {
        return Timer.builder(name)
                .description(description)
                .tag("operation", operation)
                .tag(label, value)
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10))
                .register(registry);
    }

    /**
     * Queries the backend for its metrics, with a timeout of one second, and writes them with the server's own. Metrics that
     * did not arrive in time are left out: a scrape that hangs would hide the server's metrics when they are needed most.
     */
    CompletionStage<String> scrape(AsyncSharQ sharq) {
        long begun = System.nanoTime();
        CompletableFuture<Optional<Health>> health =
                within(PATIENCE, sharq.health()).handle((known, failure) -> Optional.ofNullable(known));
        CompletableFuture<Optional<List<Row>>> rows = within(PATIENCE, sharq.types(PageRequest.first(MOST_TYPES)))
                .thenCompose(types ->
                        rows(sharq, types.items(), PATIENCE.minus(Duration.ofNanos(System.nanoTime() - begun))))
                .handle((known, failure) -> Optional.ofNullable(known));
        return rows.thenCombine(health, (known, state) -> {
            storeUp.set(known.isPresent() ? 1 : 0);
            show(known.orElse(List.of()));
            damaged.register(
                    state.filter(Health::available).stream()
                            .<MultiGauge.Row<?>>map(seen -> MultiGauge.Row.of(Tags.empty(), seen.damaged()))
                            .toList(),
                    true);
            return registry.scrape();
        });
    }

    /** A copy, so that a timeout does not cancel the call. */
    private static <T> CompletableFuture<T> within(Duration span, CompletionStage<T> stage) {
        return stage.toCompletableFuture().copy().orTimeout(Math.max(1, span.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** The rows of the types whose metrics arrive in time. */
    private static CompletableFuture<List<Row>> rows(AsyncSharQ sharq, List<String> types, Duration span) {
        List<CompletableFuture<Optional<Row>>> rows = types.stream()
                .map(type -> within(span, sharq.type(type).metrics())
                        .handle((metrics, failure) ->
                                Optional.ofNullable(metrics).map(known -> new Row(type, known))))
                .toList();
        return CompletableFuture.allOf(rows.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        rows.stream().flatMap(row -> row.join().stream()).toList());
    }

    private void show(List<Row> rows) {
        show(queued, rows, row -> row.metrics().length());
        show(delayed, rows, row -> row.metrics().delayed());
        show(active, rows, row -> row.metrics().active());
        show(dead, rows, row -> row.metrics().dead());
        show(oldestReady, rows, row -> oldestReadySeconds(row.metrics()));
        show(enqueued, rows, row -> lastMinute(row).enqueued());
        show(dequeued, rows, row -> lastMinute(row).dequeued());
    }

    private static Metrics.Minute lastMinute(Row row) {
        List<Metrics.Minute> minutes = row.metrics().minutes();
        return minutes.get(minutes.size() - 2);
    }

    /** At least 0: the two instants of a partitioned type may be of different clocks. */
    private static double oldestReadySeconds(Metrics metrics) {
        return metrics.oldestReadyAt()
                .map(since -> Math.max(0, Duration.between(since, metrics.at()).toNanos() / NANOS_A_SECOND))
                .orElse(0.0);
    }

    private static void show(MultiGauge gauge, List<Row> rows, ToDoubleFunction<Row> value) {
        gauge.register(
                rows.stream()
                        .<MultiGauge.Row<?>>map(
                                row -> MultiGauge.Row.of(Tags.of("queue_type", row.type()), value.applyAsDouble(row)))
                        .toList(),
                true);
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
