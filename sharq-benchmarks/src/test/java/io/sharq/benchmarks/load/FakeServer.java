package io.sharq.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sharq.Delivery;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.SharQSettings;
import io.sharq.api.JobKey;
import io.sharq.api.QueueKey;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.LeaseStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** As much of the original's HTTP API as the generator speaks, over queues in memory. */
final class FakeServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final SharQ sharq = SharQ.builder()
            .backend(InMemoryBackend.create())
            .settings(SharQSettings.builder()
                    .jobExpireInterval(Duration.ofHours(1))
                    .build())
            .open();
    private volatile boolean forgetsIntervals;

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

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/", -1);
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        switch (path[1]) {
            case "enqueue" -> {
                long interval = forgetsIntervals ? 0 : body.get("interval").asLong();
                sharq.enqueue(NewJob.of(path[2], path[3], body.get("job_id").asText(), body.get("payload"))
                        .interval(Duration.ofMillis(interval)));
                say(exchange, 201, Map.of("status", "queued"));
            }
            case "dequeue" -> {
                Optional<Delivery> job = sharq.dequeue(path[2]);
                say(
                        exchange,
                        job.isPresent() ? 200 : 404,
                        job.map(FakeServer::said).orElse(Map.of("status", "failure")));
            }
            case "finish" -> {
                boolean isDone = sharq.finish(JobKey.of(path[2], path[3], path[4])) == LeaseStatus.DONE;
                say(exchange, isDone ? 200 : 404, Map.of("status", isDone ? "success" : "failure"));
            }
            default -> {
                boolean isThere = sharq.interval(
                        new QueueKey(path[2], path[3]),
                        Duration.ofMillis(body.get("interval").asLong()));
                say(exchange, isThere ? 200 : 404, Map.of("status", isThere ? "success" : "failure"));
            }
        }
    }

    private static Map<String, Object> said(Delivery job) {
        return Map.of(
                "status",
                "success",
                "queue_id",
                job.job().queue().id(),
                "job_id",
                job.job().id(),
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
