package io.sharq.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A server that speaks the original's HTTP API, with this project's calls for batches. It does not report when it
 * released a job. A release lies between the sending of the request and the response. With long polls it speaks to
 * SharQ's server alone, whose responses show the instant of the release.
 */
final class HttpTarget implements Target {
    /**
     * The pause between two polls of a waiting dequeue without long polls. The original has no waiting dequeue.
     */
    private static final Executor SOON = CompletableFuture.delayedExecutor(500, TimeUnit.MICROSECONDS);

    private static final int MAX_BATCH = 1_000;
    private static final long LEASE_MILLIS = 3_600_000;

    /** Less than the client's timeout. */
    private static final double LONGEST_POLL_SECONDS = 20;

    private final HttpCalls calls;
    private final boolean longPolls;

    /** @param longPolls whether a dequeue waits in the server, which only SharQ's own can */
    HttpTarget(HttpCalls calls, boolean longPolls) {
        this.calls = calls;
        this.longPolls = longPolls;
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
        if (longPolls && !wait.isZero()) {
            return longPoll(type, count, System.nanoTime() + wait.toNanos());
        }
        String path = "dequeue/" + type + (count == 1 ? "/" : "/?count=" + count);
        return dequeueUntil(type, path, System.nanoTime() + wait.toNanos());
    }

    /** The lease has a known length, so its end shows when the job was released. */
    private CompletableFuture<List<Handed>> longPoll(String type, int count, long deadlineNanos) {
        long left = deadlineNanos - System.nanoTime();
        double seconds = Math.min(LONGEST_POLL_SECONDS, Math.max(0, left / 1e9));
        String path = "dequeue/" + type + "/?wait=" + String.format(Locale.ROOT, "%.3f", seconds) + "&lease_ms="
                + LEASE_MILLIS + (count == 1 ? "" : "&count=" + count);
        return calls.get(path).thenCompose(answer -> {
            if (answer.status() == 404) {
                return left <= 0 ? CompletableFuture.completedFuture(List.of()) : longPoll(type, count, deadlineNanos);
            }
            JsonNode json = answer.expect(200).json();
            JsonNode first = json.has("jobs") ? json.path("jobs").path(0) : json;
            Instant expires = Instant.parse(first.path("expires_at").asText());
            long released = ChronoUnit.MICROS.between(Instant.EPOCH, expires) - LEASE_MILLIS * 1_000;
            return CompletableFuture.completedFuture(handed(type, json, Window.at(released)));
        });
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
        return CallerClock.micros();
    }

    @Override
    public CompletableFuture<?> nothing() {
        return calls.get("");
    }

    /** Without long polls the windows are on this process's clock. With them, server and store must share it. */
    @Override
    public long clockAheadMicros() {
        return 0;
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
