package io.sharq.migration;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.sharq.NewJob;
import io.sharq.SharQ;
import io.sharq.redis.RedisBackend;
import io.sharq.redis.RedisProcess;
import io.sharq.redis.settings.RedisSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * Measures an import, a dry run, and beside them an enqueueAll of the same jobs by one caller, on one Redis:
 * {@code ImportSpeed QUEUES JOBS_OF_EACH}. The first round warms up.
 */
final class ImportSpeed {
    private static final int BATCH = 1_000;

    private ImportSpeed() {}

    public static void main(String[] arguments) throws Exception {
        int queues = Integer.parseInt(arguments[0]);
        int jobs = Integer.parseInt(arguments[1]);
        try (RedisProcess redis = RedisProcess.start()) {
            for (int round = 0; round < 3; round++) {
                write(redis.uri(), queues, jobs);
                RedisSettings.Builder settings = RedisSettings.uri(redis.uri());
                try (SharQ target = open(redis, "moved" + round);
                        SharQ plain = open(redis, "plain" + round)) {
                    OriginalImport move =
                            OriginalImport.from(settings.build(), "old").build();
                    long start = System.nanoTime();
                    move.plan(target);
                    long planned = System.nanoTime();
                    ImportReport report = move.run(target);
                    long moved = System.nanoTime();
                    enqueue(plain, queues, jobs);
                    long enqueued = System.nanoTime();
                    if (report.moved() != (long) queues * jobs) {
                        throw new IllegalStateException(report.toString());
                    }
                    System.out.printf(
                            Locale.ROOT,
                            "%,d jobs in %,d queues: dry run %,.0f jobs/s, import %,.0f jobs/s, enqueueAll %,.0f jobs/s%n",
                            report.moved(),
                            queues,
                            report.moved() * 1e9 / (planned - start),
                            report.moved() * 1e9 / (moved - planned),
                            report.moved() * 1e9 / (enqueued - moved));
                }
            }
        }
    }

    private static SharQ open(RedisProcess redis, String prefix) {
        return SharQ.builder()
                .backend(RedisBackend.open(
                        RedisSettings.uri(redis.uri()).keyPrefix(prefix).build()))
                .upkeep(false)
                .open();
    }

    private static String payload(int job) {
        return "\u0081\u00a4text\u00ae" + String.format(Locale.ROOT, "hello %08d", job);
    }

    private static void write(String uri, int queues, int jobs) throws ExecutionException, InterruptedException {
        try (RedisClient client = RedisClient.create(uri)) {
            StatefulRedisConnection<String, String> connection =
                    client.connect(new StringCodec(StandardCharsets.ISO_8859_1));
            connection.setAutoFlushCommands(false);
            RedisAsyncCommands<String, String> redis = connection.async();
            List<RedisFuture<?>> sent = new ArrayList<>();
            sent.add(redis.flushall());
            sent.add(redis.sadd("old:ready:queue_type", "sms"));
            for (int queue = 0; queue < queues; queue++) {
                String name = "user" + queue;
                sent.add(redis.zadd("old:sms", 1, name));
                sent.add(redis.hset("old:interval", "sms:" + name, "1000"));
                for (int job = 0; job < jobs; job++) {
                    sent.add(redis.rpush("old:sms:" + name, "job-" + job));
                    sent.add(redis.hset("old:payload", "sms:" + name + ":job-" + job, payload(job)));
                    sent.add(redis.hset("old:sms:" + name + ":requeues_remaining", "job-" + job, "-1"));
                }
                if (queue % 100 == 0) {
                    connection.flushCommands();
                }
            }
            connection.flushCommands();
            for (RedisFuture<?> each : sent) {
                each.get();
            }
        }
    }

    private static void enqueue(SharQ target, int queues, int jobs) {
        List<NewJob> batch = new ArrayList<>();
        for (int queue = 0; queue < queues; queue++) {
            for (int job = 0; job < jobs; job++) {
                batch.add(NewJob.of(
                                "sms",
                                "user" + queue,
                                "job-" + job,
                                java.util.Map.of("text", String.format(Locale.ROOT, "hello %08d", job)))
                        .interval(Duration.ofSeconds(1))
                        .requeueLimit(-1));
                if (batch.size() == BATCH) {
                    target.enqueueAll(batch);
                    batch = new ArrayList<>();
                }
            }
        }
        if (!batch.isEmpty()) {
            target.enqueueAll(batch);
        }
    }
}
