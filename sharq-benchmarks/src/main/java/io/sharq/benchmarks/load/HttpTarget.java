package io.sharq.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A server that speaks the original's HTTP API, with this project's calls for batches. It does not report when it
 * released a job. A release lies between the sending of the request and the response.
 */
final class HttpTarget implements Target {
    /**
     * The pause between two polls of a waiting dequeue. The original has no waiting dequeue, and the response to one
     * would not show when the job was released.
     */
    private static final Executor SOON = CompletableFuture.delayedExecutor(500, TimeUnit.MICROSECONDS);

    private static final int MAX_BATCH = 1_000;

    private final HttpCalls calls;

    HttpTarget(HttpCalls calls) {
        this.calls = calls;
    }

    @Override
    public CompletableFuture<List<Window>> enqueue(List<Job> jobs) {
        String type = jobs.get(0).type();
        long sent = nowMicros();
        CompletableFuture<?> answered = jobs.size() == 1
                ? calls.post("enqueue/" + type + "/" + jobs.get(0).queueId() + "/", HttpBodies.enqueue(jobs.get(0)))
                        .thenApply(answer -> answer.expect(201))
                : calls.post("enqueue/" + type + "/", HttpBodies.enqueue(jobs))
                        .thenAccept(answer -> answer.expectEach(jobs.size(), "queued"));
        return answered.thenApply(taken -> Collections.nCopies(jobs.size(), new Window(sent, nowMicros())));
    }

    @Override
    public CompletableFuture<List<Handed>> dequeue(String type, int count, Duration wait) {
        String path = "dequeue/" + type + (count == 1 ? "/" : "/?count=" + count);
        return dequeueUntil(type, path, System.nanoTime() + wait.toNanos());
    }

    private CompletableFuture<List<Handed>> dequeueUntil(String type, String path, long deadlineNanos) {
        long sent = nowMicros();
        return calls.get(path).thenCompose(answer -> {
            if (answer.status() != 404) {
                Window released = new Window(sent, nowMicros());
                return CompletableFuture.completedFuture(
                        handed(type, answer.expect(200).json(), released));
            }
            if (System.nanoTime() >= deadlineNanos) {
                return CompletableFuture.completedFuture(List.of());
            }
            return CompletableFuture.supplyAsync(() -> deadlineNanos, SOON)
                    .thenCompose(deadline -> dequeueUntil(type, path, deadline));
        });
    }

    private static List<Handed> handed(String type, JsonNode answer, Window released) {
        if (!answer.has("jobs")) {
            return List.of(HttpBodies.handed(type, answer, released));
        }
        List<Handed> jobs = new ArrayList<>();
        answer.path("jobs").forEach(job -> jobs.add(HttpBodies.handed(type, job, released)));
        return jobs;
    }

    @Override
    public CompletableFuture<Integer> finish(List<Handed> jobs) {
        String path = "finish/" + jobs.get(0).type() + "/";
        if (jobs.size() > 1) {
            return calls.post(path, HttpBodies.finish(jobs)).thenApply(answer -> {
                List<JsonNode> results = answer.results(jobs.size());
                return (int) results.stream()
                        .filter(result ->
                                !"success".equals(result.path("status").asText()))
                        .count();
            });
        }
        Handed job = jobs.get(0);
        return calls.post(path + job.queueId() + "/" + job.id() + "/", "").thenApply(answer -> {
            if (answer.status() == 404) {
                return 1;
            }
            answer.expect(200);
            return 0;
        });
    }

    @Override
    public CompletableFuture<Void> unlimit(String type, String queueId) {
        return calls.post("interval/" + type + "/" + queueId + "/", "{\"interval\":0}")
                .thenAccept(answer -> answer.expect(200));
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
        return MAX_BATCH;
    }

    /** Closes the client. The run has removed its jobs. */
    @Override
    public void close() {
        calls.close();
    }
}
