package io.sharq.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sharq.api.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A server that speaks the original's HTTP API. Its calls have one job each, and it does not say when it released a job:
 * a release lies between the sending of the request and the answer.
 */
final class HttpTarget implements Target {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The API has no waiting, so whoever waits asks again this much later. */
    private static final long ASK_AGAIN_MICROS = 500;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI root;

    HttpTarget(URI root) {
        this.root = root;
    }

    @Override
    public CompletableFuture<List<Window>> enqueue(List<Job> jobs) {
        Job job = jobs.get(0);
        String body = "{\"job_id\":\"" + job.id() + "\",\"interval\":" + job.intervalMillis() + ",\"payload\":"
                + UTF_8.decode(job.payload().toByteBuffer()) + "}";
        long sent = nowMicros();
        return post("enqueue/" + job.type() + "/" + job.queueId() + "/", body).thenApply(answer -> {
            expect(answer, 201);
            return List.of(new Window(sent, nowMicros()));
        });
    }

    @Override
    public CompletableFuture<List<Handed>> dequeue(String type, int count, Duration wait) {
        return dequeueUntil(type, System.nanoTime() + wait.toNanos());
    }

    private CompletableFuture<List<Handed>> dequeueUntil(String type, long deadlineNanos) {
        long sent = nowMicros();
        return send(request("dequeue/" + type + "/").GET().build()).thenCompose(answer -> {
            if (answer.statusCode() != 404) {
                expect(answer, 200);
                return CompletableFuture.completedFuture(List.of(handed(type, sent, answer.body())));
            }
            if (System.nanoTime() >= deadlineNanos) {
                return CompletableFuture.completedFuture(List.of());
            }
            return CompletableFuture.supplyAsync(
                            () -> deadlineNanos,
                            CompletableFuture.delayedExecutor(ASK_AGAIN_MICROS, TimeUnit.MICROSECONDS))
                    .thenCompose(deadline -> dequeueUntil(type, deadline));
        });
    }

    private static Handed handed(String type, long sentMicros, byte[] body) {
        try {
            JsonNode job = JSON.readTree(body);
            return new Handed(
                    type,
                    job.path("queue_id").asText(),
                    job.path("job_id").asText(),
                    Payload.wrap(JSON.writeValueAsBytes(job.path("payload"))),
                    new Window(sentMicros, nowMicros()),
                    0,
                    null);
        } catch (IOException e) {
            throw new UncheckedIOException("the answer to a dequeue is not JSON", e);
        }
    }

    @Override
    public CompletableFuture<Integer> finish(List<Handed> jobs) {
        Handed job = jobs.get(0);
        return post("finish/" + job.type() + "/" + job.queueId() + "/" + job.id() + "/", "")
                .thenApply(answer -> {
                    if (answer.statusCode() == 404) {
                        return 1;
                    }
                    expect(answer, 200);
                    return 0;
                });
    }

    @Override
    public CompletableFuture<Void> unlimit(String type, String queueId) {
        return post("interval/" + type + "/" + queueId + "/", "{\"interval\":0}")
                .thenApply(answer -> {
                    expect(answer, 200);
                    return null;
                });
    }

    private CompletableFuture<HttpResponse<byte[]>> post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).timeout(TIMEOUT);
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofByteArray());
    }

    private static void expect(HttpResponse<byte[]> answer, int status) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(answer.request().method() + " " + answer.uri() + " was answered with "
                    + answer.statusCode() + " " + new String(answer.body(), UTF_8));
        }
    }

    private static long nowMicros() {
        return System.nanoTime() / 1_000;
    }

    @Override
    public Optional<Figures> figures() {
        return Optional.empty();
    }

    @Override
    public int maxBatch() {
        return 1;
    }

    /** Every job was taken out by the run itself, and the client ends with its last connection. */
    @Override
    public void close() {}
}
