package io.sharq.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.RedisSettings;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.LeaseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What operations cost on a Redis of one's own, which is emptied: the server's time and the rate of dequeues at a growing
 * number of ready queues, the rate of enqueues, and the bytes of a job that waits.
 *
 * <pre>{@code java -cp sharq-benchmarks/target/benchmarks.jar io.sharq.benchmarks.RedisCost redis://127.0.0.1:6379}</pre>
 */
final class RedisCost {
    private static final int CYCLES = 30_000;
    private static final int IN_FLIGHT = 200;
    private static final Pattern EVALSHA = Pattern.compile("cmdstat_evalsha:calls=(\\d+),usec=(\\d+)");
    private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

    private final RedisCommands<String, String> redis;
    private final Load load;

    private RedisCost(RedisCommands<String, String> redis, Load load) {
        this.redis = redis;
        this.load = load;
    }

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: RedisCost redis://HOST:PORT   (the Redis is emptied)");
            System.exit(2);
        }
        try (RedisClient client = RedisClient.create(arguments[0]);
                RedisBackend backend =
                        RedisBackend.open(RedisSettings.uri(arguments[0]).build())) {
            new RedisCost(client.connect().sync(), new Load(backend)).run();
        }
    }

    private void run() throws InterruptedException {
        measureDequeues(1_000);
        System.out.printf("%-14s %14s %14s %10s%n", "ready queues", "cycles/s", "µs a dequeue", "to 100");
        double hundred = 0;
        for (int queues : new int[] {100, 10_000, 100_000}) {
            double[] figures = measureDequeues(queues);
            hundred = hundred == 0 ? figures[1] : hundred;
            System.out.printf("%-14d %14.0f %14.2f %10.2f%n", queues, figures[0], figures[1], figures[1] / hundred);
        }
        System.out.printf("%nenqueues, single, asynchronous: %.0f a second%n", measureEnqueues());
        System.out.printf("bytes a waiting job: %d at 100 jobs a queue%n", bytes(1_000, 100));
        System.out.printf("                     %d at one job a queue%n", bytes(100_000, 1));
        redis.flushall();
    }

    /** Cycles a second, and the server's microseconds for a dequeue. The dequeues are asked first, then the finishes. */
    private double[] measureDequeues(int queues) throws InterruptedException {
        redis.flushall();
        load.fill(queues, Math.max(1, 2 * CYCLES / queues), 0);
        redis.configResetstat();
        long start = System.nanoTime();
        List<CompletableFuture<DequeueReply>> replies = new ArrayList<>();
        Semaphore room = new Semaphore(IN_FLIGHT);
        for (int i = 0; i < CYCLES; i++) {
            room.acquire();
            CompletableFuture<DequeueReply> reply = load.dequeue().toCompletableFuture();
            replies.add(reply.whenComplete((jobs, failure) -> room.release()));
        }
        CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new)).join();
        double micros = serverMicros();
        List<CompletableFuture<List<LeaseResult>>> ends = new ArrayList<>();
        for (CompletableFuture<DequeueReply> reply : replies) {
            room.acquire();
            ends.add(load.finish(reply.join().jobs().get(0))
                    .toCompletableFuture()
                    .whenComplete((done, failure) -> room.release()));
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
        double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        return new double[] {CYCLES / seconds, micros};
    }

    private double serverMicros() {
        Matcher stat = EVALSHA.matcher(redis.info("commandstats"));
        if (!stat.find()) {
            throw new IllegalStateException("no script was called");
        }
        return Double.parseDouble(stat.group(2)) / Double.parseDouble(stat.group(1));
    }

    private double measureEnqueues() throws InterruptedException {
        redis.flushall();
        load.fill(100, 1, 0);
        long start = System.nanoTime();
        Semaphore room = new Semaphore(IN_FLIGHT);
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < CYCLES * 2; i++) {
            room.acquire();
            calls.add(load.enqueue(List.of(
                            Load.item("user" + i % 100, UUID.randomUUID().toString(), 0)))
                    .toCompletableFuture()
                    .whenComplete((done, failure) -> room.release()));
        }
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
        return CYCLES * 2 / ((System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1));
    }

    private long bytes(int queues, int jobs) {
        redis.flushall();
        load.fill(1, 1, 0);
        long before = usedMemory();
        load.fill(queues, jobs, 1_000);
        return (usedMemory() - before) / ((long) queues * jobs);
    }

    private long usedMemory() {
        Matcher used = USED.matcher(redis.info("memory"));
        if (!used.find()) {
            throw new IllegalStateException("no used_memory");
        }
        return Long.parseLong(used.group(1));
    }
}
