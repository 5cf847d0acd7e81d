package io.sharq.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.api.LeaseToken;
import io.sharq.api.QueueKey;
import io.sharq.inmemory.InMemoryBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** As much of the HTTP API as the generator speaks, over queues in memory. */
final class FakeServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, Object> FAILURE = Map.of("status", "failure", "message", "as the test wished");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final SharQ sharq = SharQ.builder()
            .backend(InMemoryBackend.create())
            .settings(SharQSettings.builder()
                    .jobExpireInterval(Duration.ofHours(1))
                    .build())
            .open();
    private final AtomicBoolean refusesOne = new AtomicBoolean();
    private volatile boolean forgetsIntervals;
    private volatile boolean losesLeases;

    static {
        // The JDK's server waits 40 ms with each answer otherwise.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    FakeServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void forgetIntervals() {
        forgetsIntervals = true;
    }

    void refuseOneOfABatch() {
        refusesOne.set(true);
    }

    void loseLeases() {
        losesLeases = true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/", -1);
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        boolean isBatch = body.has("jobs") || exchange.getRequestURI().getQuery() != null;
        switch (path[1] + (isBatch ? " batch" : "")) {
            case "enqueue" -> {
                boolean isQueued = enqueue(path[2], path[3], body);
                say(exchange, isQueued ? 201 : 409, result(isQueued, "queued"));
            }
            case "enqueue batch" ->
                say(exchange, 200, results(body, job -> {
                    boolean isRefused = refusesOne.getAndSet(false);
                    String queueId = job.get("queue_id").asText();
                    return result(!isRefused && enqueue(path[2], queueId, job), "queued");
                }));
            case "dequeue" -> {
                Optional<Delivery> job = sharq.dequeue(path[2]);
                say(
                        exchange,
                        job.isPresent() ? 200 : 404,
                        job.map(FakeServer::said).orElse(FAILURE));
            }
            case "dequeue batch" -> {
                String count = exchange.getRequestURI().getQuery().replace("count=", "");
                List<Delivery> jobs = sharq.dequeue(DequeueOptions.of(path[2]).count(Integer.parseInt(count)))
                        .jobs();
                var list = jobs.stream().map(FakeServer::said).toList();
                say(exchange, jobs.isEmpty() ? 404 : 200, jobs.isEmpty() ? FAILURE : Map.of("jobs", list));
            }
            case "finish" -> {
                boolean isDone = sharq.finish(JobKey.of(path[2], path[3], path[4])) == LeaseStatus.DONE;
                say(exchange, isDone ? 200 : 404, result(isDone, "success"));
            }
            case "finish batch" -> say(exchange, 200, results(body, job -> result(finish(path[2], job), "success")));
            default -> {
                boolean isThere = sharq.queue(new QueueKey(path[2], path[3]))
                        .interval(Duration.ofMillis(body.get("interval").asLong()));
                say(exchange, isThere ? 200 : 404, result(isThere, "success"));
            }
        }
    }

    private boolean enqueue(String type, String queueId, JsonNode job) {
        long interval = forgetsIntervals ? 0 : job.get("interval").asLong();
        return sharq.enqueue(NewJob.of(type, queueId, job.get("job_id").asText(), job.get("payload"))
                        .interval(Duration.ofMillis(interval)))
                .isQueued();
    }

    private boolean finish(String type, JsonNode job) {
        JobKey key =
                JobKey.of(type, job.get("queue_id").asText(), job.get("job_id").asText());
        LeaseToken token = LeaseToken.parse(job.get("lease").asText());
        return !losesLeases && sharq.finish(new Lease(key, token, Instant.EPOCH)) == LeaseStatus.DONE;
    }

    private static Map<String, ?> results(JsonNode body, Function<JsonNode, Map<String, ?>> each) {
        List<Map<String, ?>> results = new ArrayList<>();
        body.get("jobs").forEach(job -> results.add(each.apply(job)));
        return Map.of("results", results);
    }

    private static Map<String, ?> result(boolean isDone, String success) {
        return isDone ? Map.of("status", success) : FAILURE;
    }

    private static Map<String, Object> said(Delivery job) {
        return Map.of(
                "status",
                "success",
                "queue_id",
                job.job().queue().id(),
                "job_id",
                job.job().id(),
                "lease",
                job.lease().token().toString(),
                "payload",
                job.json());
    }

    private static void say(HttpExchange exchange, int status, Map<String, ?> answer) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(answer);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        sharq.close();
    }
}
