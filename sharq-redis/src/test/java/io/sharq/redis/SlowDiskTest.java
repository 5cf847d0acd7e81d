package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sharq.api.EnqueueResult;
import io.sharq.redis.settings.RedisSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a killed Redis and a power cut undo while a sync of the append-only file is in flight, as docs/durability.md says.
 * In real time, because Redis's own timer is the point; a sync takes until the test ends it, so no test depends on the
 * speed of the disk.
 */
@Timeout(600)
class SlowDiskTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String[] EVERY_SECOND = {"--appendonly", "yes", "--appendfsync", "everysec"};
    private static final String[] ALWAYS = {"--appendonly", "yes", "--appendfsync", "always"};

    @Test
    void everysecAKillUndoesWhatWasAnsweredWhileTheWriteWasPutOff() throws Exception {
        try (PowerSupply power = PowerSupply.of(EVERY_SECOND);
                RedisBackend backend = open(power)) {
            holdASync(power, backend);
            AtomicInteger answered = new AtomicInteger(jobsIn(power));

            await().atMost(PATIENCE).until(() -> {
                long written = power.written();
                enqueue(backend, "job-" + answered.incrementAndGet());
                return power.stopIf(() -> power.written() == written);
            });
            power.redis().kill();

            power.redis().startAgain();
            assertThat(jobsIn(power)).isEqualTo(answered.get() - 1);
        }
    }

    @Test
    void everysecAKillUndoesNothingThatRedisHasWritten() throws Exception {
        try (PowerSupply power = PowerSupply.of(EVERY_SECOND);
                RedisBackend backend = open(power)) {
            holdASync(power, backend);
            enqueueAndAwaitTheWrite(power, backend, "unsynced");
            int answered = jobsIn(power);

            power.redis().kill();

            power.redis().startAgain();
            assertThat(jobsIn(power)).isEqualTo(answered);
        }
    }

    /** However long ago that was: two seconds bound how long a write is put off, not how long a sync takes. */
    @Test
    void everysecAPowerCutUndoesWhatWasAnsweredSinceTheLastCompletedSyncBegan() throws Exception {
        try (PowerSupply power = PowerSupply.of(EVERY_SECOND);
                RedisBackend backend = open(power)) {
            enqueue(backend, "synced");
            await().atMost(PATIENCE)
                    .until(() ->
                            persistence(power).contains("aof_buffer_length:0\r") && power.synced() == power.written());
            int synced = jobsIn(power);
            holdASync(power, backend);
            long answeredNanos = System.nanoTime();
            await().atMost(PATIENCE).until(() -> {
                enqueueAndAwaitTheWrite(power, backend, "unsynced-" + System.nanoTime());
                return System.nanoTime() - answeredNanos > TimeUnit.SECONDS.toNanos(3);
            });
            assertThat(jobsIn(power)).isGreaterThan(synced + 1);

            power.cut();

            power.redis().startAgain();
            assertThat(jobsIn(power)).isEqualTo(synced);
        }
    }

    @Test
    void alwaysNothingIsAnsweredBeforeItsSync() throws Exception {
        try (PowerSupply power = PowerSupply.of(ALWAYS);
                RedisBackend backend = open(power)) {
            enqueue(backend, "synced");
            power.holdSyncs();
            long written = power.written();
            CompletableFuture<List<EnqueueResult>> unsynced = new Operations(backend)
                    .enqueueLater("user001", "unsynced", 0)
                    .toCompletableFuture();
            await().atMost(PATIENCE).until(() -> power.written() > written);

            power.cut();

            power.syncsTake(Duration.ZERO);
            power.redis().startAgain();
            assertThat(jobsIn(power)).isEqualTo(1);
            await().atMost(PATIENCE).until(unsynced::isDone);
            assertThat(unsynced).isCompletedExceptionally();
        }
    }

    /** A snapshot that never ends stands for one that takes long. */
    @Test
    void alwaysIsSetAsideDuringASnapshotByNoAppendfsyncOnRewrite() throws Exception {
        try (PowerSupply power = PowerSupply.of(
                        "--appendonly", "yes", "--appendfsync", "always", "--no-appendfsync-on-rewrite", "yes");
                RedisBackend backend = open(power)) {
            enqueue(backend, "synced");
            TestRedis.on(power.redis().uri(), commands -> {
                commands.configSet("rdb-key-save-delay", Long.toString(TimeUnit.MINUTES.toMicros(10)));
                return commands.bgsave();
            });
            enqueue(backend, "unsynced");
            List<ProcessHandle> snapshots = power.redis().children();
            assertThat(snapshots).hasSize(1);
            assertThat(jobsIn(power)).isEqualTo(2);

            power.cut();

            snapshots.forEach(ProcessHandle::destroyForcibly);
            power.redis().startAgain();
            assertThat(jobsIn(power)).isEqualTo(1);
        }
    }

    private static RedisBackend open(PowerSupply power) {
        return RedisBackend.open(
                RedisSettings.uri(power.redis().uri()).timeout(PATIENCE).build());
    }

    private static void enqueue(RedisBackend backend, String job) {
        new Operations(backend).enqueue("user001", job, 0);
    }

    /** Afterwards a sync is in flight until the test ends it, and Redis has written all that it has answered. */
    private static void holdASync(PowerSupply power, RedisBackend backend) throws Exception {
        power.holdSyncs();
        enqueue(backend, "held");
        await().atMost(PATIENCE).until(() -> {
            String info = persistence(power);
            return info.contains("aof_pending_bio_fsync:1\r") && info.contains("aof_buffer_length:0\r");
        });
    }

    private static String persistence(PowerSupply power) {
        return TestRedis.on(power.redis().uri(), commands -> commands.info("persistence"));
    }

    /** The sync is still in flight, so Redis writes only because it has waited for two seconds. */
    private static void enqueueAndAwaitTheWrite(PowerSupply power, RedisBackend backend, String job) {
        long written = power.written();
        enqueue(backend, job);
        await().atMost(PATIENCE).until(() -> power.written() > written);
    }

    private static int jobsIn(PowerSupply power) {
        String places = "sharq_server:{sharq_server:sms:0}:places";
        // The set's sentinel is no job.
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> TestRedis.on(power.redis().uri(), commands -> commands.zcard(places))
                                        .intValue()
                                - 1,
                        jobs -> true);
    }
}
