package io.sharq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A master behind sentinels: what its death does to jobs and callers. In real time, because processes are the point. */
class SentinelTest {
    @Test
    void aMasterThatDiesUnderLoadIsReplacedAndTheLoadGoesOn() throws InterruptedException {
        try (RedisSentinels redis = new RedisSentinels();
                RedisBackend backend = RedisBackend.open(RedisSettings.builder()
                        .sentinels(redis.hostsAndPorts())
                        .masterName(RedisSentinels.MASTER)
                        .timeout(Duration.ofSeconds(1))
                        .build());
                Load load = new Load(backend).start()) {
            awaitAcknowledged(load, 200);
            long startNanos = System.nanoTime();
            redis.master().kill();
            awaitAcknowledged(load, load.acknowledgedSoFar() + 400);
            Duration away = Duration.ofNanos(System.nanoTime() - startNanos);
            load.drain();

            System.out.println("A master behind sentinels died under load: " + load + ", going on after " + away);
            load.assertSound();
            // Replication is asynchronous: what had not reached the replica is lost, and on one machine that is little.
            assertThat(load.lost().size()).isLessThan(50);
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

    private static void awaitAcknowledged(Load load, int number) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> load.acknowledgedSoFar() >= number);
    }
}
