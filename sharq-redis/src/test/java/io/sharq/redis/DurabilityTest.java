package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.sharq.api.BackendException;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Outcome;
import io.sharq.redis.settings.RedisSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/durability.md says. In real time, because processes and their links are the point. */
class DurabilityTest {
    private static final int JOBS = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Long, so that a busy machine answers within the quarter of it that is left after a wait in vain. */
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    /** A master, and a replica whose link the test can swallow. */
    private static final class Pair implements AutoCloseable {
        private final RedisProcess master = RedisProcess.start("--repl-diskless-sync-delay", "0");
        private final FaultyProxy link = FaultyProxy.before(master.port());
        private final RedisProcess replica = RedisProcess.start(
                "--replicaof", "127.0.0.1", link.uri().substring(link.uri().lastIndexOf(':') + 1));

        private Pair() {
            await().atMost(PATIENCE).until(() -> replication(replica).contains("master_link_status:up"));
            await().atMost(PATIENCE).until(() -> replication(master).contains("state=online"));
            await().atMost(PATIENCE).until(() -> hasReplica(master));
        }

        /** A replica that is online gets no writes before its first acknowledgement, which may be the one of a second later. */
        private static boolean hasReplica(RedisProcess redis) {
            return TestRedis.on(redis.uri(), commands -> {
                        commands.set("probe", "");
                        commands.del("probe");
                        return commands.waitForReplication(1, 1_000);
                    })
                    == 1;
        }

        private static String replication(RedisProcess redis) {
            return TestRedis.on(redis.uri(), commands -> commands.info("replication"));
        }

        private RedisBackend open(String durability) {
            return RedisBackend.open(RedisSettings.uri(master.uri())
                    .durability(durability)
                    .timeout(TIMEOUT)
                    .build());
        }

        /** The master dies and the replica takes over; how many jobs it has. */
        private long failOver() {
            master.kill();
            TestRedis.on(replica.uri(), commands -> commands.replicaofNoOne());
            return jobsIn(replica);
        }

        @Override
        public void close() {
            replica.close();
            link.close();
            master.close();
        }
    }

    @Test
    void withoutItAFailoverLosesWhatTheReplicaDidNotHave() {
        try (Pair pair = new Pair()) {
            int acknowledged = 0;
            try (RedisBackend backend = pair.open("none")) {
                acknowledged += acknowledged(backend, "before");
                await().atMost(PATIENCE).until(() -> jobsIn(pair.replica) == JOBS);
                pair.link.swallowAnswers();
                acknowledged += acknowledged(backend, "after");
            }
            assertThat(acknowledged).isEqualTo(2 * JOBS);
            assertThat(pair.failOver()).isEqualTo(JOBS);
        }
    }

    @Test
    void withReplicasAFailoverLosesNothingThatWasAcknowledged() {
        try (Pair pair = new Pair()) {
            int acknowledged = 0;
            try (RedisBackend backend = pair.open("replicas:1")) {
                acknowledged += acknowledged(backend, "before");
                pair.link.swallowAnswers();
                assertThatThrownBy(() -> new Operations(backend).enqueue("user001", "unsure", 0))
                        .satisfies(failure -> assertThat(outcome(failure)).isEqualTo(Outcome.UNKNOWN))
                        .hasMessageContaining("Redis did it, but 0 of 1 replicas had it within 6000 ms");
            }
            assertThat(acknowledged).isEqualTo(JOBS);
            assertThat(pair.failOver()).isEqualTo(JOBS);
        }
    }

    @Test
    void enqueuesThatShareARoundTripWaitAsEachOneAloneDoes() {
        try (Pair pair = new Pair();
                RedisBackend backend = pair.open("replicas:1")) {
            atOnce(backend, "before").forEach(Operations::get);
            assertThat(jobsIn(pair.replica)).isEqualTo(JOBS);

            pair.link.swallowAnswers();

            assertThat(atOnce(backend, "unsure"))
                    .allSatisfy(call -> assertThatThrownBy(() -> Operations.get(call))
                            .satisfies(failure -> assertThat(outcome(failure)).isEqualTo(Outcome.UNKNOWN)));
        }
    }

    private static List<CompletionStage<?>> atOnce(RedisBackend backend, String name) {
        List<CompletionStage<?>> calls = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            calls.add(new Operations(backend).enqueueLater("user001", name + "-" + i, 0));
        }
        return calls;
    }

    /** The second call waits for what the first one wrote, though it writes nothing itself. */
    @Test
    void anEnqueueThatWasUnclearIsMadeAgainAndWaitsForTheFirst() {
        try (Pair pair = new Pair();
                RedisBackend backend = pair.open("replicas:1")) {
            Operations operations = new Operations(backend);
            pair.link.swallowAnswers();
            assertThatThrownBy(() -> operations.enqueue("user001", "job", 0)).hasMessageContaining("0 of 1 replicas");
            assertThatThrownBy(() -> operations.enqueue("user001", "job", 0)).hasMessageContaining("0 of 1 replicas");

            pair.link.cut();

            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> operations.enqueue("user001", "job", 0).status() == EnqueueStatus.DUPLICATE);
            assertThat(jobsIn(pair.replica)).isEqualTo(1);
        }
    }

    @Test
    void theFileIsRefusedWhereTheServerCannotWaitForIt() {
        try (RedisProcess redis = RedisProcess.start("--appendonly", "yes")) {
            RedisSettings settings =
                    RedisSettings.uri(redis.uri()).durability("aof").build();
            if (canWaitForTheFile(redis)) {
                try (RedisBackend backend = RedisBackend.open(settings)) {
                    assertThat(acknowledged(backend, "job")).isEqualTo(JOBS);
                }
            } else {
                assertThatThrownBy(() -> RedisBackend.open(settings))
                        .isInstanceOf(BackendException.class)
                        .hasMessageContaining("`durability` is aof, which needs Redis 7.2 or later");
            }
        }
    }

    /**
     * With {@code everysec}, so that it is the wait for the file that keeps what was acknowledged. Valkey 8.1.1 was seen to
     * answer WAITAOF before the sync.
     */
    @Test
    void withTheFileAPowerCutLosesNothingThatWasAcknowledged() throws Exception {
        try (PowerSupply power = PowerSupply.of("--appendonly", "yes", "--appendfsync", "everysec")) {
            RedisProcess redis = power.redis();
            assumeThat(canWaitForTheFile(redis)).as("Redis 7.2 or later").isTrue();
            assumeThat(server(redis)).as("Redis itself").doesNotContain("server_name:valkey");
            try (RedisBackend backend = RedisBackend.open(
                    RedisSettings.uri(redis.uri()).durability("aof").build())) {
                atOnce(backend, "job").forEach(Operations::get);
                power.cut();
            }
            redis.startAgain();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> jobsIn(redis) == JOBS);
        }
    }

    private static String server(RedisProcess redis) {
        return TestRedis.on(redis.uri(), commands -> commands.info("server"));
    }

    private static boolean canWaitForTheFile(RedisProcess redis) {
        String version = server(redis);
        return !version.contains("redis_version:7.0") && !version.contains("redis_version:6");
    }

    /**
     * With these two Redis writes its file before it answers, and the operating system keeps what a process has written.
     * {@link SlowDiskTest} shows what {@code everysec} may lose.
     */
    @ParameterizedTest
    @ValueSource(strings = {"always", "no"})
    void aProcessThatIsKilledLosesNothingIfItWritesBeforeItAnswers(String policy) {
        try (RedisProcess redis = RedisProcess.start("--appendonly", "yes", "--appendfsync", policy)) {
            try (RedisBackend backend =
                    RedisBackend.open(RedisSettings.uri(redis.uri()).build())) {
                assertThat(acknowledged(backend, "job")).isEqualTo(JOBS);
                redis.kill();
            }
            redis.startAgain();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> jobsIn(redis) == JOBS);
        }
    }

    /** In a cluster the wait goes to the node that has the queue. */
    @Test
    void inAClusterEachEnqueueWaitsAtItsOwnNode() {
        try (RedisCluster cluster = RedisCluster.start(3, true);
                RedisBackend backend = RedisBackend.open(
                        cluster.settings().durability("replicas:1").build())) {
            for (int i = 0; i < JOBS; i++) {
                new Operations(backend).enqueue("queue-" + i, "job", 0);
            }
            assertThat(new Operations(backend).dequeue(JOBS).jobs()).hasSize(JOBS);
        }
        try (RedisCluster cluster = RedisCluster.start(3, false);
                RedisBackend backend = RedisBackend.open(cluster.settings()
                        .durability("replicas:1")
                        .timeout(TIMEOUT)
                        .build())) {
            assertThatThrownBy(() -> new Operations(backend).enqueue("user001", "job", 0))
                    .hasMessageContaining("0 of 1 replicas had it within 6000 ms");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"replicas:0", "replicas", "disk", ""})
    void whatIsNoDurabilityIsRefused(String text) {
        assertThatThrownBy(() -> RedisSettings.builder().durability(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("`durability` has an invalid value.");
    }

    private static int acknowledged(RedisBackend backend, String name) {
        for (int i = 0; i < JOBS; i++) {
            new Operations(backend).enqueue("user001", name + "-" + i, 0);
        }
        return JOBS;
    }

    private static long jobsIn(RedisProcess redis) {
        String places = "sharq_server:{sharq_server:sms:0}:places";
        // The set's sentinel is no job.
        return TestRedis.on(redis.uri(), commands -> commands.zcard(places)) - 1;
    }

    private static Outcome outcome(Throwable failure) {
        return ((BackendException) ((CompletionException) failure).getCause()).outcome();
    }
}
