package io.sharq.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.sharq.Delivery;
import io.sharq.Failure;
import io.sharq.JobTracing;
import io.sharq.NewJob;
import io.sharq.PerformSpan;
import io.sharq.SharQ;
import io.sharq.TraceScope;
import io.sharq.TracedJob;
import io.sharq.api.Headers;
import io.sharq.api.JobKey;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.observation.ObservationTracing;
import io.sharq.observation.WaitSpans;
import io.sharq.worker.BatchLeases;
import io.sharq.worker.Handler;
import io.sharq.worker.Queue;
import io.sharq.worker.Worker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of the guide on tracing, and the trace that it shows. */
@SuppressWarnings("try") // A scope is not used.
class TracingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

    private final List<SpanData> spans = new CopyOnWriteArrayList<>();
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final JobTracing tracing = ObservationTracing.of(registry);
    private final SharQ sharq = open();

    private SharQ open() {
        traceObservations(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build());
        // region trace jobs
        SharQ sharq = SharQ.builder()
                .backend(InMemoryBackend.create())
                .tracing(ObservationTracing.of(registry)) // the ObservationRegistry of your program
                .open();
        // endregion
        return sharq;
    }

    private void traceObservations(OpenTelemetry openTelemetry) {
        // region a registry that traces
        Tracer otel = openTelemetry.getTracer("orders");
        OtelTracer tracer = new OtelTracer(otel, new OtelCurrentTraceContext(), event -> {});
        OtelPropagator propagator = new OtelPropagator(openTelemetry.getPropagators(), otel);
        registry.observationConfig()
                .observationHandler(new FirstMatchingCompositeObservationHandler(
                        new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                        new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
                        new DefaultTracingObservationHandler(tracer)))
                .observationHandler(new WaitSpans(propagator));
        // endregion
    }

    @AfterEach
    void close() {
        sharq.close();
    }

    private final class Kept implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    private SpanData only(String name) {
        List<SpanData> found =
                spans.stream().filter(span -> span.getName().equals(name)).toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private void inSpan(String name, Runnable work) {
        Observation.createNotStarted(name, registry).observe(work);
    }

    private void assertThatTheTraceIsThatOfTheGuide(String enqueue, String sms, String work) {
        SpanData parent = only(enqueue);
        assertThat(List.of(only("wait " + sms), only("perform " + sms), only(work)))
                .extracting(SpanData::getTraceId)
                .containsOnly(parent.getTraceId());
        assertThat(only("wait " + sms).getParentSpanId()).isEqualTo(parent.getSpanId());
        assertThat(only("perform " + sms).getParentSpanId()).isEqualTo(parent.getSpanId());
        assertThat(only(work).getParentSpanId())
                .isEqualTo(only("perform " + sms).getSpanId());
    }

    private final class SmsHandler implements Handler<Sms> {
        @Override
        public Class<Sms> requestType() {
            return Sms.class;
        }

        @Override
        public String name() {
            return "sms";
        }

        private void send(Sms sms) {
            inSpan("send " + sms.text(), () -> {});
        }

        @Override
        public void perform(List<Sms> requests) {
            throw new UnsupportedOperationException("a worker calls the other method");
        }

        // region a batch of several traces
        @Override
        public void perform(List<Sms> requests, BatchLeases batch) {
            for (int i = 0; i < requests.size(); i++) {
                try (TraceScope scope = batch.trace(i)) {
                    send(requests.get(i));
                }
            }
        }
        // endregion
    }

    @Test
    void aWorkerContinuesTheTraceOfEachRequest() {
        Queue queue = new Queue(sharq);
        SmsHandler handler = new SmsHandler();
        for (String text : List.of("one", "two")) {
            inSpan("request " + text, () -> queue.register(handler, new Sms(text)));
        }
        try (Worker worker = Worker.of(queue, handler)) {
            assertThat(worker.performReady()).isEqualTo(2);
        }
        for (String text : List.of("one", "two")) {
            assertThat(only("send " + text).getTraceId())
                    .isEqualTo(only("request " + text).getTraceId());
        }
    }

    private void send(Sms sms) throws IOException {
        if (sms.text().isEmpty()) {
            throw new IOException("no text");
        }
        inSpan("send", () -> {});
    }

    private void work(Delivery delivery) {
        // region a loop of your own
        PerformSpan span = sharq.tracing().perform(TracedJob.of(delivery));
        try (TraceScope scope = span.open()) {
            send(delivery.payloadAs(Sms.class));
        } catch (IOException | RuntimeException e) {
            span.failed(e);
            sharq.fail(delivery.lease(), Failure.because(e.toString()));
            return;
        }
        span.performed();
        sharq.finish(delivery);
        // endregion
    }

    @Test
    void aLoopOfYourOwn() {
        inSpan("request", () -> sharq.enqueue(NewJob.of("sms", "user001", "job-1", new Sms("hello"))));
        work(sharq.dequeue("sms").orElseThrow());

        assertThat(only("enqueue sms").getParentSpanId())
                .isEqualTo(only("request").getSpanId());
        assertThatTheTraceIsThatOfTheGuide("enqueue sms", "sms", "send");
        assertThat(sharq.find(JobKey.of("sms", "user001", "job-1"))).isEmpty();
    }

    @Test
    void aFailureInALoopOfYourOwn() {
        sharq.enqueue(NewJob.of("sms", "user001", "job-1", new Sms("")));
        work(sharq.dequeue("sms").orElseThrow());

        assertThat(only("perform sms").getEvents())
                .anyMatch(event -> event.getName().equals("exception"));
    }

    /** The client's call, the server and the worker share one trace, and only the client and the worker have a tracer. */
    @Test
    void overHttp() throws Exception {
        try (ServerUnderTest server = ServerUnderTest.start("[inmemory]\n")) {
            URI uri = URI.create("http://127.0.0.1:" + server.port());
            HttpClient http = HttpClient.newHttpClient();
            HttpRequest.Builder enqueue = HttpRequest.newBuilder(uri.resolve("/enqueue/sms/user001/"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"job_id\": \"job-1\", \"interval\": 0, \"payload\": {\"text\": \"hello\"}}"));
            // What an instrumented client does: a span whose context it sends along.
            SenderContext<HttpRequest.Builder> sender = new SenderContext<>(HttpRequest.Builder::header);
            sender.setCarrier(enqueue);
            Observation post = Observation.start("POST", () -> sender, registry);
            assertThat(http.send(enqueue.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(201);
            post.stop();

            HttpRequest dequeue = HttpRequest.newBuilder(uri.resolve("/dequeue/sms/?lease_ms=60000"))
                    .build();
            String body =
                    http.send(dequeue, HttpResponse.BodyHandlers.ofString()).body();
            // region a worker over HTTP
            JsonNode job = JSON.readTree(body); // the response to a dequeue
            JobKey key = JobKey.of(
                    "sms", job.get("queue_id").textValue(), job.get("job_id").textValue());
            Headers headers =
                    job.has("headers") ? Headers.of(JSON.convertValue(job.get("headers"), STRINGS)) : Headers.NONE;
            int deliveries = job.get("deliveries").intValue();
            PerformSpan span = tracing.perform(new TracedJob(key, headers, deliveries, 1));
            // endregion
            try (TraceScope scope = span.open()) {
                send(JSON.treeToValue(job.get("payload"), Sms.class));
            }
            span.performed();
        }
        assertThatTheTraceIsThatOfTheGuide("POST", "sms", "send");
    }
}
