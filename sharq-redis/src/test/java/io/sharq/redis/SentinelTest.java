package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharq.api.BackendException;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.Outcome;
import io.sharq.redis.settings.RedisSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A master behind sentinels: what its death does to jobs and callers. In real time, because processes are the point. */
class SentinelTest {
    @Test
    void aMasterThatDiesUnderLoadIsReplacedAndTheLoadGoesOn() throws InterruptedException {
        try (RedisSentinels redis = new RedisSentinels();
                RedisBackend backend = Patience.open(RedisSettings.builder()
                        .sentinels(redis.hostsAndPorts())
                        .masterName(RedisSentinels.MASTER)
                        .timeout(Duration.ofSeconds(1))
                        .build());
                Load load = new Load(backend).start()) {
            load.awaitAcknowledged(200);
            Set<String> safe = load.acknowledged();
            redis.awaitReplicated();
            long startNanos = System.nanoTime();
            redis.master().kill();
            load.awaitAcknowledged(load.acknowledgedSoFar() + 400);
            Duration away = Duration.ofNanos(System.nanoTime() - startNanos);
            load.drain();

            System.out.println("A master behind sentinels died under load: " + load + ", going on after " + away);
            load.assertSound();
            // Replication is asynchronous: what had not reached the replica is lost, and nothing else.
            assertThat(load.lost()).doesNotContainAnyElementsOf(safe);
        }
    }

    @Test
    void aUriOfSentinelsLeadsToTheMaster() {
        try (RedisSentinels redis = new RedisSentinels();
                RedisBackend backend = RedisBackend.open(
                        RedisSettings.uri("redis-sentinel://" + redis.hostsAndPorts() + "/0#" + RedisSentinels.MASTER)
                                .build())) {
            new Operations(backend).enqueue("user001", "job-1", 0);

            List<String> keys = TestRedis.on(redis.master().uri(), commands -> commands.keys("*"));
            assertThat(keys).isNotEmpty();
        }
    }

    @Test
    void sentinelsAndTheirMasterMayWantAPasswordEach() {
        try (RedisSentinels redis = RedisSentinels.withPasswords("of-nodes", "of-sentinels", "asker")) {
            RedisSettings.Builder settings = RedisSettings.builder()
                    .sentinels(redis.hostsAndPorts())
                    .masterName(RedisSentinels.MASTER)
                    .password("of-nodes");
            assertThatThrownBy(() -> RedisBackend.open(settings.build()))
                    .isInstanceOfSatisfying(BackendException.class, SentinelTest::isRejected)
                    .hasMessageContaining("the sentinels want a `sentinel_password`");
            assertThatThrownBy(() -> RedisBackend.open(
                            settings.sentinelPassword("of-nodes").build()))
                    .isInstanceOfSatisfying(BackendException.class, SentinelTest::isRejected)
                    .hasMessageContaining("the sentinels refuse `sentinel_password`, or `sentinel_username`")
                    .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain("of-nodes"));

            RedisSettings right = settings.sentinelPassword("of-sentinels")
                    .sentinelUsername("asker")
                    .build();
            assertThat(right.toString()).doesNotContain("of-sentinels", "asker");
            try (RedisBackend backend = RedisBackend.open(
                            settings.sentinelUsername("default").build());
                    RedisBackend asker = RedisBackend.open(right)) {
                new Operations(backend).enqueue("user001", "job-1", 0);
                assertThat(new Operations(asker).dequeue(1).jobs()).hasSize(1);
            }
        }
    }

    /** The sentinels are asked again then, and the replica wants the master's password. */
    @Test
    void aFailoverIsFollowedWherePasswordsAreWanted() {
        try (RedisSentinels redis = RedisSentinels.withPasswords("of-nodes", "of-sentinels", "asker");
                RedisBackend backend = Patience.open(RedisSettings.uri(
                                "redis-sentinel://of-nodes@" + redis.hostsAndPorts() + "/0#" + RedisSentinels.MASTER)
                        .sentinelPassword("of-sentinels")
                        .timeout(Duration.ofSeconds(1))
                        .build())) {
            redis.master().kill();

            Awaitility.await()
                    .atMost(Patience.LIMIT)
                    .ignoreExceptions()
                    .until(() -> new Operations(backend)
                                    .enqueue("user001", "job-1", 0)
                                    .status()
                            == EnqueueStatus.QUEUED);
        }
    }

    private static void isRejected(BackendException failure) {
        assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
