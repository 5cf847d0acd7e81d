package io.sharq.benchmarks.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import io.sharq.benchmarks.load.Figures;
import io.sharq.benchmarks.load.Handed;
import io.sharq.benchmarks.load.Job;
import io.sharq.benchmarks.load.MeasuredRedis;
import io.sharq.benchmarks.load.Target;
import io.sharq.benchmarks.load.Window;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that Redis scripts can do and still refuse duplicates, keep the order in a queue and the turns of queues,
 * space releases, and fence leases: one small script for each of enqueue, dequeue and finish. One interval holds for
 * all queues, the caller supplies the clock, and nothing counts, expires, waits, retries or is configured. It is no
 * backend: it shows the part of a backend's cost that Redis makes unavoidable.
 */
final class FloorTarget implements Target {
    private static final Executor SOON = CompletableFuture.delayedExecutor(200, TimeUnit.MICROSECONDS);
    private static final long LEASE_MICROS = 3_600_000_000L;
    private static final int MAX_BATCH = 1_000;

    private final MeasuredRedis redis;
    private final StatefulRedisConnection<String, String> connection;
    private final String root;
    private final long intervalMicros;
    private final AtomicLong tokens = new AtomicLong();
    private final String enqueue;
    private final String dequeue;
    private final String finish;

    /** @param redis the server, which stays open */
    FloorTarget(MeasuredRedis redis, long intervalMillis) {
        this.redis = redis;
        this.connection = redis.connect();
        this.root = redis.prefix() + ":floor:";
        this.intervalMicros = intervalMillis * 1_000;
        this.enqueue = load("enqueue.lua");
        this.dequeue = load("dequeue.lua");
        this.finish = load("finish.lua");
    }

    private String load(String name) {
        try (InputStream script = FloorTarget.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return connection.sync().scriptLoad(new String(script.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] keys(String type, String... names) {
        String[] keys = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            keys[i] = root + type + ":" + names[i];
        }
        return keys;
    }

    @Override
    public CompletableFuture<List<Window>> enqueue(List<Job> jobs) {
        long sent = nowMicros();
        return duplicates(jobs).thenApply(duplicates -> {
            if (duplicates > 0) {
                throw new IllegalStateException(duplicates + " jobs were refused as duplicates");
            }
            return Collections.nCopies(jobs.size(), new Window(sent, nowMicros()));
        });
    }

    /** Enqueues jobs. The result is the number of duplicates. */
    CompletableFuture<Long> duplicates(List<Job> jobs) {
        String[] arguments = new String[jobs.size() * 3];
        for (int i = 0; i < jobs.size(); i++) {
            Job job = jobs.get(i);
            arguments[i * 3] = job.queueId();
            arguments[i * 3 + 1] = job.id();
            arguments[i * 3 + 2] = US_ASCII.decode(job.payload().toByteBuffer()).toString();
        }
        String[] keys = keys(jobs.get(0).type(), "jobs", "turns", "spaced", "queue:");
        return run(enqueue, ScriptOutputType.INTEGER, keys, arguments);
    }

    private <T> CompletableFuture<T> run(String hash, ScriptOutputType type, String[] keys, String... arguments) {
        return connection.async().<T>evalsha(hash, type, keys, arguments).toCompletableFuture();
    }

    @Override
    public CompletableFuture<List<Handed>> dequeue(String type, int count, Duration wait) {
        return dequeueUntil(type, count, System.nanoTime() + wait.toNanos());
    }

    private CompletableFuture<List<Handed>> dequeueUntil(String type, int count, long deadlineNanos) {
        long now = nowMicros();
        LeaseToken token = new LeaseToken(tokens.incrementAndGet(), 1);
        CompletableFuture<List<String>> released = run(
                dequeue,
                ScriptOutputType.MULTI,
                keys(type, "jobs", "turns", "spaced", "queue:", "leases"),
                Integer.toString(count),
                Long.toString(now),
                Long.toString(now + intervalMicros),
                Long.toString(now + LEASE_MICROS),
                token.toString());
        return released.thenCompose(said -> {
            if (!said.isEmpty()) {
                return CompletableFuture.completedFuture(handed(type, said, Window.at(now), token));
            }
            if (System.nanoTime() >= deadlineNanos) {
                return CompletableFuture.completedFuture(List.of());
            }
            return CompletableFuture.supplyAsync(() -> deadlineNanos, SOON)
                    .thenCompose(deadline -> dequeueUntil(type, count, deadline));
        });
    }

    private static List<Handed> handed(String type, List<String> said, Window at, LeaseToken token) {
        List<Handed> handed = new ArrayList<>(said.size() / 3);
        for (int i = 0; i < said.size(); i += 3) {
            String queueId = said.get(i);
            String id = said.get(i + 1);
            Lease lease = new Lease(JobKey.of(type, queueId, id), token, Instant.EPOCH);
            Payload payload = Payload.wrap(said.get(i + 2).getBytes(UTF_8));
            handed.add(new Handed(type, queueId, id, payload, at, token.number(), lease));
        }
        return handed;
    }

    @Override
    public CompletableFuture<Integer> finish(List<Handed> jobs) {
        String[] arguments = new String[jobs.size() * 3];
        for (int i = 0; i < jobs.size(); i++) {
            Handed job = jobs.get(i);
            Lease lease = job.lease();
            arguments[i * 3] = lease == null ? "" : lease.token().toString();
            arguments[i * 3 + 1] = job.queueId();
            arguments[i * 3 + 2] = job.id();
        }
        String[] keys = keys(jobs.get(0).type(), "jobs", "leases");
        return this.<Long>run(finish, ScriptOutputType.INTEGER, keys, arguments).thenApply(Long::intValue);
    }

    @Override
    public CompletableFuture<Void> unlimit(String type, String queueId) {
        throw new UnsupportedOperationException("all queues have one interval");
    }

    @Override
    public CompletableFuture<?> nothing() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public long clockAheadMicros() {
        return 0;
    }

    private static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    @Override
    public Optional<Figures> figures() {
        return Optional.of(redis.figures());
    }

    @Override
    public int maxBatch() {
        return MAX_BATCH;
    }

    /** Closes its connection. The keys go with those of the Redis. */
    @Override
    public void close() {
        connection.close();
    }
}
