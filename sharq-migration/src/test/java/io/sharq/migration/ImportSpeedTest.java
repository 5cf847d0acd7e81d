package io.sharq.migration;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures an import, a dry run, and beside them an enqueueAll of the same jobs by one caller, on one Redis. The first round
 * warms up. A ratio in one run, so it needs no quick machine, but a quiet one: under the profile {@code chaos} only.
 */
@EnabledIfSystemProperty(named = "sharq.test.chaos", matches = "true", disabledReason = "the profile chaos measures")
final class ImportSpeedTest {
    private static final int QUEUES = 1_000;
    private static final int JOBS = 200;
    private static final int BATCH = 1_000;
    private static final int ROUNDS = 6;

    @Test
    void anImportKeepsUpWithHalfOfAPlainEnqueue() throws ExecutionException, InterruptedException {
        List<Double> ratios = new ArrayList<>();
        try (RedisProcess redis = RedisProcess.start()) {
            for (int round = 0; round < ROUNDS; round++) {
                ratios.add(round(redis, round));
            }
        }
        List<Double> warm = ratios.stream().skip(1).sorted().toList();
        assertThat(warm.get(warm.size() / 2)).as("the median of " + ratios).isGreaterThan(0.5);
    }

    private static double round(RedisProcess redis, int round) throws ExecutionException, InterruptedException {
        write(redis.uri(), QUEUES, JOBS);
        RedisSettings.Builder settings = RedisSettings.uri(redis.uri());
        try (SharQ target = open(redis, "moved" + round);
                SharQ plain = open(redis, "plain" + round)) {
            OriginalImport move = OriginalImport.from(settings.build(), "old").build();
            long start = System.nanoTime();
            move.plan(target);
            long planned = System.nanoTime();
            double busyBefore = redisSeconds(redis.uri());
            ImportReport report = move.run(target);
            double busy = redisSeconds(redis.uri()) - busyBefore;
            long moved = System.nanoTime();
            enqueue(plain, QUEUES, JOBS);
            long enqueued = System.nanoTime();
            assertThat(report.moved()).as(report.toString()).isEqualTo((long) QUEUES * JOBS);
            double ratio = (double) (enqueued - moved) / (moved - planned);
            System.out.printf(
                    Locale.ROOT,
                    "%,d jobs in %,d queues: dry run %,.0f jobs/s; import %,.0f jobs/s, Redis busy for %.0f %% of it; "
                            + "enqueueAll %,.0f jobs/s; import to enqueueAll %.2f%n",
                    report.moved(),
                    QUEUES,
                    report.moved() * 1e9 / (planned - start),
                    report.moved() * 1e9 / (moved - planned),
                    busy * 1e11 / (moved - planned),
                    report.moved() * 1e9 / (enqueued - moved),
                    ratio);
            return ratio;
        }
    }

    /** Returns the processor time that Redis has used. */
    private static double redisSeconds(String uri) {
        try (RedisClient client = RedisClient.create(uri)) {
            return client.connect()
                    .sync()
                    .info("cpu")
                    .lines()
                    .filter(line -> line.startsWith("used_cpu_sys:") || line.startsWith("used_cpu_user:"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
                    .sum();
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
