package io.sharq.worker;

import static io.sharq.worker.RecordedTraces.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.sharq.Delivery;
import io.sharq.JobTracing;
import io.sharq.NewJob;
import io.sharq.RetryAfter;
import io.sharq.SharQ;
import io.sharq.TraceScope;
import io.sharq.TracedJob;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.Feature;
import io.sharq.api.Headers;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.observation.ObservationTracing;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Traces of jobs through Micrometer's Observation and OpenTelemetry, on the in-memory backend. */
class TracingTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final RecordedTraces traces = new RecordedTraces();
    private final SharQ sharq = SharQ.builder()
            .backend(InMemoryBackend.create())
            .tracing(ObservationTracing.of(traces.registry()))
            .open();
    private final Queue queue = new Queue(
            sharq,
            WorkerSettings.builder()
                    .firstBackoff(Duration.ofMillis(1))
                    .longestBackoff(Duration.ofMillis(1))
                    .requeueLimit(1)
                    .build());

    @AfterEach
    void close() {
        sharq.close();
    }

    private void inRequest(Runnable work) {
        Observation.createNotStarted("request", traces.registry()).observe(work);
    }

    private void perform(Handler<?> handler, long requests) {
        try (Worker worker = Worker.of(queue, handler)) {
            assertThat(worker.loop(requests)).isEqualTo(requests);
        }
    }

    private static Instant start(SpanData span) {
        return Instant.EPOCH.plusNanos(span.getStartEpochNanos());
    }

    private static Instant end(SpanData span) {
        return Instant.EPOCH.plusNanos(span.getEndEpochNanos());
    }

    @Test
    void oneTraceShowsRequestEnqueueWaitPerformAndWhatTheHandlerDoes() {
        inRequest(() -> queue.register(new NotifyHandler(1), new Notify(1)));
        perform(
                new NotifyHandler(1) {
                    @Override
                    public void perform(List<Notify> requests) {
                        Observation.createNotStarted("mail", traces.registry()).observe(() -> {});
                    }
                },
                1);

        SpanData request = traces.only("request");
        SpanData enqueue = traces.only("enqueue notify");
        SpanData wait = traces.only("wait notify");
        SpanData perform = traces.only("perform notify");
        SpanData mail = traces.only("mail");
        assertThat(List.of(request, enqueue, wait, perform, mail))
                .extracting(SpanData::getTraceId)
                .containsOnly(request.getTraceId());
        assertThat(enqueue.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(wait.getParentSpanId()).isEqualTo(enqueue.getSpanId());
        assertThat(perform.getParentSpanId()).isEqualTo(enqueue.getSpanId());
        assertThat(mail.getParentSpanId()).isEqualTo(perform.getSpanId());
        assertThat(List.of(enqueue, wait, perform))
                .extracting(SpanData::getKind)
                .containsExactly(SpanKind.PRODUCER, SpanKind.INTERNAL, SpanKind.CONSUMER);
    }

    @Test
    void theWaitLastsFromTheEnqueueToTheStartOfTheHandler() {
        Instant before = Instant.now();
        queue.register(new NotifyHandler(1), new Notify(1));
        Instant enqueued = Instant.now();
        List<Instant> begins = new ArrayList<>();
        perform(
                new NotifyHandler(1) {
                    @Override
                    public void perform(List<Notify> requests) {
                        begins.add(Instant.now());
                    }
                },
                1);

        SpanData wait = traces.only("wait notify");
        assertThat(start(wait)).isBetween(before.minusNanos(1_000), enqueued);
        assertThat(end(wait)).isBetween(enqueued.minusNanos(1_000), begins.get(0));
    }

    @Test
    void spansAreNamedAndTaggedByTheConventionsForMessaging() {
        sharq.enqueue(NewJob.of("notify", "user/1", "job-1", new Notify(1)));
        perform(new NotifyHandler(1), 1);

        for (String operation : List.of("enqueue", "perform")) {
            SpanData span = traces.only(operation + " notify");
            assertThat(attribute(span, "messaging.system")).isEqualTo("sharq");
            assertThat(attribute(span, "messaging.operation.name")).isEqualTo(operation);
            assertThat(attribute(span, "messaging.destination.name")).isEqualTo("notify/user%2F1");
            assertThat(attribute(span, "messaging.message.id")).isEqualTo("job-1");
            assertThat(attribute(span, "messaging.batch.message_count")).isNull();
            assertThat(attribute(span, "sharq.type")).isEqualTo("notify");
        }
        assertThat(attribute(traces.only("enqueue notify"), "messaging.operation.type"))
                .isEqualTo("send");
        assertThat(attribute(traces.only("enqueue notify"), "sharq.outcome")).isEqualTo("queued");
        assertThat(attribute(traces.only("perform notify"), "messaging.operation.type"))
                .isEqualTo("process");
        assertThat(attribute(traces.only("perform notify"), "sharq.outcome")).isEqualTo("performed");
        assertThat(attribute(traces.only("perform notify"), "sharq.deliveries")).isEqualTo("1");
        assertThat(attribute(traces.only("wait notify"), "messaging.message.id"))
                .isEqualTo("job-1");
    }

    @Test
    void metricsHaveNoLabelOfAQueueOrAJob() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        traces.registry().observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        queue.register(new NotifyHandler(1), new Notify(1));
        perform(new NotifyHandler(1), 1);

        for (String name : List.of("sharq.enqueue", "sharq.perform")) {
            assertThat(meters.get(name).timer().getId().getTags())
                    .extracting(tag -> tag.getKey())
                    .containsExactlyInAnyOrder("sharq.type", "sharq.outcome", "error");
        }
    }

    @Test
    void aFailureMarksItsSpanAndARetryHasASpanOfItsOwn() {
        queue.register(new NotifyHandler(1), new Notify(1));
        perform(
                new NotifyHandler(1) {
                    private boolean hasFailed;

                    @Override
                    public void perform(List<Notify> requests) {
                        if (!hasFailed) {
                            hasFailed = true;
                            throw new IllegalStateException("no mail today");
                        }
                    }
                },
                2);

        List<SpanData> performed = traces.named("perform notify");
        assertThat(performed)
                .extracting(span -> attribute(span, "sharq.outcome"))
                .containsExactly("failed", "performed");
        assertThat(performed)
                .extracting(span -> attribute(span, "sharq.deliveries"))
                .containsExactly("1", "2");
        assertThat(performed)
                .extracting(span -> span.getStatus().getStatusCode())
                .containsExactly(StatusCode.ERROR, StatusCode.UNSET);
        assertThat(performed.get(0).getEvents())
                .anyMatch(event -> event.getName().equals("exception"));
        assertThat(performed)
                .extracting(SpanData::getParentSpanId)
                .containsOnly(traces.only("enqueue notify").getSpanId());
        // The wait of a job ends with its first delivery.
        assertThat(traces.only("wait notify").getParentSpanId())
                .isEqualTo(traces.only("enqueue notify").getSpanId());
    }

    @Test
    void aRefusalOfAnUpstreamIsNoError() {
        queue.register(new NotifyHandler(1), new Notify(1));
        perform(
                new NotifyHandler(1) {
                    @Override
                    public void perform(List<Notify> requests) throws Exception {
                        throw new Throttled(RetryAfter.in(Duration.ofHours(1)));
                    }
                },
                1);

        SpanData span = traces.only("perform notify");
        assertThat(attribute(span, "sharq.outcome")).isEqualTo("returned");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void aBatchThatIsGivenBackIsNoError() {
        queue.register(new NotifyHandler(1), new Notify(1));
        perform(
                new NotifyHandler(1) {
                    @Override
                    public void perform(List<Notify> requests) throws Exception {
                        throw new InterruptedException();
                    }
                },
                1);

        // The loop of the calling thread was interrupted.
        assertThat(Thread.interrupted()).isTrue();
        assertThat(attribute(traces.only("perform notify"), "sharq.outcome")).isEqualTo("returned");
    }

    @Test
    void eachJobOfABatchIsPerformedInItsOwnTrace() {
        for (int user = 1; user <= 3; user++) {
            int its = user;
            inRequest(() -> queue.register(new NotifyHandler(1), new Notify(its)));
        }
        perform(
                new NotifyHandler(1) {
                    @Override
                    @SuppressWarnings("try") // A scope is not used.
                    public void perform(List<Notify> requests, BatchLeases batch) throws Exception {
                        assertThat(traces.registry().getCurrentObservation()).isNull();
                        for (int i = 0; i < requests.size(); i++) {
                            try (TraceScope scope = batch.trace(i)) {
                                Observation.createNotStarted(
                                                "mail " + requests.get(i).user(), traces.registry())
                                        .observe(() -> {});
                            }
                        }
                        assertThat(traces.registry().getCurrentObservation()).isNull();
                        throw new BatchFailure(Map.of(1, new IllegalStateException("no mail for 2")));
                    }
                },
                3);

        List<SpanData> performed = traces.named("perform notify");
        assertThat(performed).hasSize(3);
        for (int i = 0; i < 3; i++) {
            SpanData span = performed.get(i);
            assertThat(span.getTraceId())
                    .isEqualTo(traces.named("request").get(i).getTraceId());
            assertThat(span.getParentSpanId())
                    .isEqualTo(traces.named("enqueue notify").get(i).getSpanId());
            assertThat(traces.only("mail " + (i + 1)).getParentSpanId()).isEqualTo(span.getSpanId());
            assertThat(attribute(span, "sharq.outcome")).isEqualTo(i == 1 ? "failed" : "performed");
            assertThat(attribute(span, "messaging.batch.message_count")).isEqualTo("3");
        }
        assertThat(traces.named("wait notify"))
                .extracting(SpanData::getTraceId)
                .containsExactlyElementsOf(
                        performed.stream().map(SpanData::getTraceId).toList());
    }

    @Test
    void theJobsOfOneEnqueueShareItsSpan() {
        sharq.enqueueAll(List.of(
                NewJob.of("notify", "1", "a", new Notify(1)),
                NewJob.of("notify", "1", "a", new Notify(1)),
                NewJob.of("other", "1", "a", 1)));

        SpanData span = traces.only("enqueue notify");
        assertThat(attribute(span, "messaging.batch.message_count")).isEqualTo("2");
        assertThat(attribute(span, "messaging.destination.name")).isEqualTo("notify/1");
        assertThat(attribute(span, "sharq.outcome")).isEqualTo("mixed");
        assertThat(traceparent(take("notify"))).contains(span.getSpanId());
        assertThat(traceparent(take("other")))
                .contains(traces.only("enqueue other").getSpanId());
    }

    @Test
    void aHandlerThatRegistersARequestContinuesTheTrace() {
        inRequest(() -> queue.register(new NotifyHandler(1), new Notify(1)));
        perform(
                new NotifyHandler(1) {
                    @Override
                    public void perform(List<Notify> requests) {
                        sharq.enqueue(NewJob.of("next", "1", "a", 1));
                    }
                },
                1);

        assertThat(traces.only("enqueue next").getParentSpanId())
                .isEqualTo(traces.only("perform notify").getSpanId());
        assertThat(traces.only("enqueue next").getTraceId())
                .isEqualTo(traces.only("request").getTraceId());
    }

    @Test
    void anExplicitContextIsKeptAndContinued() {
        queue.register(
                new NotifyHandler(1), List.of(new Notify(1)), RegisterOptions.DEFAULT.header("Traceparent", PARENT));
        perform(new NotifyHandler(1), 1);

        SpanData perform = traces.only("perform notify");
        assertThat(perform.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(perform.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(traces.only("wait notify").getTraceId()).isEqualTo(perform.getTraceId());
        assertThat(traces.only("enqueue notify").getTraceId()).isNotEqualTo(perform.getTraceId());
    }

    @Test
    void headersThatLeaveNoRoomAreKeptAndTheJobStartsATraceOfItsOwn() {
        Map<String, String> full = new LinkedHashMap<>();
        IntStream.range(0, 16).forEach(i -> full.put("tag-" + i, "x"));
        sharq.enqueue(NewJob.of("notify", "1", "a", new Notify(1)).headers(Headers.of(full)));
        Delivery delivery = sharq.dequeue("notify").orElseThrow();
        assertThat(delivery.headers().toMap()).isEqualTo(full);
        sharq.release(delivery.lease());
        perform(new NotifyHandler(1), 1);

        assertThat(traces.only("perform notify").getTraceId())
                .isNotEqualTo(traces.only("enqueue notify").getTraceId());
        assertThat(traces.named("wait notify")).isEmpty();
    }

    @Test
    void aBrokenContextStartsATrace() {
        sharq.enqueue(NewJob.of("notify", "1", "a", new Notify(1))
                .header("traceparent", "broken")
                .header(TracedJob.ENQUEUED_AT, "yesterday"));
        perform(new NotifyHandler(1), 1);

        assertThat(traces.only("perform notify").getParentSpanContext().isValid())
                .isFalse();
    }

    @Test
    void aDuplicateIsSeenInItsSpan() {
        sharq.enqueue(NewJob.of("notify", "1", "a", new Notify(1)));
        assertThat(sharq.enqueue(NewJob.of("notify", "1", "a", new Notify(1))).status())
                .isEqualTo(EnqueueStatus.DUPLICATE);

        List<SpanData> spans = traces.named("enqueue notify");
        assertThat(spans).extracting(span -> attribute(span, "sharq.outcome")).containsExactly("queued", "duplicate");
        assertThat(traceparent(take("notify"))).contains(spans.get(0).getSpanId());
    }

    @Test
    void aProgramThatDequeuesItselfContinuesTheTrace() {
        inRequest(() -> sharq.enqueue(NewJob.of("sms", "1", "a", 1)));
        Delivery delivery = take("sms");
        var span = sharq.tracing().perform(TracedJob.of(delivery));
        TraceScope scope = span.open();
        Observation.createNotStarted("send", traces.registry()).observe(() -> {});
        scope.close();
        span.performed();

        assertThat(traces.only("send").getParentSpanId())
                .isEqualTo(traces.only("perform sms").getSpanId());
        assertThat(traces.only("perform sms").getTraceId())
                .isEqualTo(traces.only("request").getTraceId());
    }

    @Test
    void withoutTracingNoHeaderIsAdded() {
        try (SharQ plain = SharQ.open(InMemoryBackend.create())) {
            assertThat(plain.tracing()).isSameAs(JobTracing.NONE);
            plain.enqueue(NewJob.of("sms", "1", "a", 1));
            assertThat(plain.dequeue("sms").orElseThrow().headers()).isEqualTo(Headers.NONE);
        }
    }

    /** Tracing alone must not make an enqueue one that needs a feature. */
    @Test
    void onABackendWithoutHeadersJobsAreTracedWithoutAContext() {
        SharQ limited = SharQ.builder()
                .backend(new InterceptedBackend(InMemoryBackend.create()) {
                    @Override
                    protected <R> CompletionStage<R> perform(Operation<R> operation) {
                        return operation.on(backend());
                    }

                    @Override
                    public Set<Feature> features() {
                        return Set.of();
                    }
                })
                .tracing(ObservationTracing.of(traces.registry()))
                .open();
        try (limited) {
            limited.enqueue(NewJob.of("sms", "1", "a", 1));
            assertThat(limited.dequeue("sms").orElseThrow().headers()).isEqualTo(Headers.NONE);
        }
        assertThat(attribute(traces.only("enqueue sms"), "sharq.outcome")).isEqualTo("queued");
    }

    @Test
    void aRegistryWithoutATracerAddsNoHeader() {
        SharQ metered = SharQ.builder()
                .backend(InMemoryBackend.create())
                .tracing(ObservationTracing.of(io.micrometer.observation.ObservationRegistry.create()))
                .open();
        try (metered) {
            metered.enqueue(NewJob.of("sms", "1", "a", 1));
            assertThat(metered.dequeue("sms").orElseThrow().headers()).isEqualTo(Headers.NONE);
        }
    }

    private Delivery take(String type) {
        return sharq.dequeue(type).orElseThrow();
    }

    private static String traceparent(Delivery delivery) {
        return delivery.headers().value("traceparent").orElseThrow();
    }
}
