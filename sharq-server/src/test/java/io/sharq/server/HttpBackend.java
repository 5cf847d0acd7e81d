package io.sharq.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharq.api.ChangeStatus;
import io.sharq.api.EpochMicros;
import io.sharq.api.Feature;
import io.sharq.api.Headers;
import io.sharq.api.Health;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.api.Registration;
import io.sharq.api.Stamp;
import io.sharq.api.WaitingJob;
import io.sharq.config.Configuration;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.Backend;
import io.sharq.spi.CancelRequest;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeRequest;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.JobRef;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.Operation;
import io.sharq.spi.OperationBackend;
import io.sharq.spi.ReadinessListener;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleRequest;
import io.sharq.spi.ThrottleResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A backend whose listings, cancels, changes and throttles go through a server in this process, so that the kit holds HTTP to
 * their rules. What HTTP cannot express goes to the backend itself, and so do all other operations: spans that are no whole
 * milliseconds, payloads that are not JSON, and another longest hold than the server's. Stamps, which HTTP does not have, are
 * zero.
 */
final class HttpBackend extends InterceptedBackend {
    /** The requests that went through the server. */
    static final AtomicInteger REQUESTS = new AtomicInteger();

    private static final long LONGEST_HOLD_MILLIS = 10_000;
    private static final Stamp NO_STAMP = new Stamp(0, 0, 0);
    private static final Current CURRENT = new Current();
    private static final ApiClient API = start();

    private HttpBackend(Backend backend) {
        super(backend);
    }

    /** A server stays for all tries; from here on it serves this backend. */
    static Backend serving(Backend backend) {
        CURRENT.backend = backend;
        return new HttpBackend(backend);
    }

    /** The server has no routes for limits. */
    @Override
    public Set<Feature> features() {
        return super.features().stream()
                .filter(feature -> feature != Feature.LIMITS)
                .collect(Collectors.toSet());
    }

    /** The backend of the server, which differs from try to try. */
    private static final class Current extends OperationBackend {
        private volatile Backend backend = InMemoryBackend.create();

        @Override
        public Set<Feature> features() {
            return backend.features();
        }

        @Override
        protected <R> CompletionStage<R> perform(Operation<R> operation) {
            return operation.on(backend);
        }

        @Override
        public CompletionStage<Health> health() {
            return backend.health();
        }

        @Override
        public Registration onReady(ReadinessListener listener) {
            return () -> {};
        }

        @Override
        public void close() {}
    }

    private static ApiClient start() {
        try {
            Path file = Files.createTempFile("sharq", ".conf");
            Files.writeString(
                    file,
                    "[sharq-server]\nhost : 127.0.0.1\nport : 0\nworkers : 1\n"
                            + "[sharq]\njob_requeue_interval : 3600000\nthrottle_max_hold : " + LONGEST_HOLD_MILLIS
                            + "\n" + SuppliedBackends.section(CURRENT));
            SharQServer server = SharQServer.start(Configuration.load(file));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            Files.delete(file);
            return new ApiClient(URI.create("http://127.0.0.1:" + server.port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApiClient.Reply send(String method, String path, JsonNode body) {
        REQUESTS.incrementAndGet();
        return API.send(method, path, body == null ? null : body.toString());
    }

    @Override
    protected <R> CompletionStage<R> perform(Operation<R> operation) {
        return operation.on(backend());
    }

    private static String path(String verb, String type, String queueId, String jobId) {
        return "/" + verb + "/" + type + "/" + queueId + "/" + jobId + "/";
    }

    @Override
    public CompletionStage<Page<WaitingJob>> jobs(QueueKey queue, PageRequest page) {
        String cursor = page.cursor() == null ? "" : "&cursor=" + URLEncoder.encode(page.cursor(), UTF_8);
        ApiClient.Reply reply =
                send("GET", "/jobs/" + queue.type() + "/" + queue.id() + "/?limit=" + page.limit() + cursor, null);
        if (reply.status() == 400) {
            assertThat(reply.message()).isEqualTo("`cursor` has an invalid value.");
            throw new InvalidValueException("cursor", reply.json().get("fault").textValue());
        }
        assertThat(reply.status()).isEqualTo(200);
        List<WaitingJob> jobs = new ArrayList<>();
        for (JsonNode job : reply.json().get("jobs")) {
            jobs.add(new WaitingJob(
                    new JobKey(queue, job.get("job_id").textValue()),
                    JobState.valueOf(job.get("state").textValue().toUpperCase(Locale.ROOT)),
                    job.get("order").intValue(),
                    instant(job, "due_at"),
                    instant(job, "earliest_release_at"),
                    instant(job, "deadline_at"),
                    headers(job)));
        }
        return CompletableFuture.completedFuture(
                new Page<>(jobs, reply.json().path("cursor").textValue()));
    }

    private static Headers headers(JsonNode json) {
        Map<String, String> headers = new LinkedHashMap<>();
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().textValue()));
        return Headers.of(headers);
    }

    private static Optional<Instant> instant(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue()).map(Instant::parse);
    }

    @Override
    public CompletionStage<List<ChangeResult>> cancel(CancelRequest request) {
        List<JobRef> jobs = request.jobs();
        if (jobs.size() > 1) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            jobs.forEach(job -> body.withArray("jobs")
                    .addObject()
                    .put("queue_id", job.queueId())
                    .put("job_id", job.jobId()));
            ApiClient.Reply reply = send("POST", "/cancel/" + request.type() + "/", body);
            assertThat(reply.status()).isEqualTo(200);
            List<ChangeResult> results = new ArrayList<>();
            for (JsonNode result : reply.json().get("results")) {
                results.add(new ChangeResult(
                        result.get("status").textValue().equals("success") ? ChangeStatus.DONE : status(result),
                        NO_STAMP));
            }
            return CompletableFuture.completedFuture(results);
        }
        JobRef job = jobs.get(0);
        return answered(send("DELETE", path("jobs", request.type(), job.queueId(), job.jobId()), null));
    }

    @Override
    public CompletionStage<List<ChangeResult>> change(ChangeRequest request) {
        ChangeItem item = request.items().get(0);
        Long delay = item.delayMicros();
        if (request.items().size() > 1 || item.payload() != null || (delay != null && delay % 1_000 != 0)) {
            return backend().change(request);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (item.order() != null) {
            body.put("order", item.order());
        }
        if (delay != null) {
            body.put("delay", delay / 1_000);
        }
        String path =
                path("jobs", request.type(), item.job().queueId(), item.job().jobId());
        return answered(send("PATCH", path, body));
    }

    private static CompletionStage<List<ChangeResult>> answered(ApiClient.Reply reply) {
        ChangeStatus status = switch (reply.status()) {
            case 200 -> ChangeStatus.DONE;
            case 404, 409 -> status(reply.json());
            default -> throw new AssertionError(reply.status() + " " + reply.text());
        };
        return CompletableFuture.completedFuture(List.of(new ChangeResult(status, NO_STAMP)));
    }

    private static ChangeStatus status(JsonNode refusal) {
        return switch (refusal.path("state").asText()) {
            case "" -> ChangeStatus.NOT_FOUND;
            case "active" -> ChangeStatus.LEASED;
            case "dead" -> ChangeStatus.DEAD;
            case "finished" -> ChangeStatus.FINISHED;
            default -> throw new AssertionError(refusal);
        };
    }

    @Override
    public CompletionStage<List<ThrottleResult>> throttle(ThrottleRequest request) {
        ThrottleItem item = request.items().get(0);
        LeaseRef lease = item.lease();
        Long micros = item.retryAfterMicros();
        if (request.items().size() > 1
                || (micros != null && micros % 1_000 != 0)
                || request.maxHoldMicros() != LONGEST_HOLD_MILLIS * 1_000) {
            return backend().throttle(request);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("retry_after", micros == null ? null : micros / 1_000);
        if (lease.token() != null) {
            body.put("lease", lease.token().toString());
        }
        ApiClient.Reply reply = send("POST", path("throttled", request.type(), lease.queueId(), lease.jobId()), body);
        if (reply.status() == 404) {
            return CompletableFuture.completedFuture(
                    List.of(new ThrottleResult(LeaseStatus.LEASE_LOST, OptionalLong.empty(), NO_STAMP)));
        }
        assertThat(reply.status()).isEqualTo(200);
        long end = EpochMicros.of(Instant.parse(reply.json().get("held_until").textValue()));
        return CompletableFuture.completedFuture(
                List.of(new ThrottleResult(LeaseStatus.DONE, OptionalLong.of(end), NO_STAMP)));
    }
}
