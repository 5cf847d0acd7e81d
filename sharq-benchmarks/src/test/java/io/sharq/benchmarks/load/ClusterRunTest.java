package io.sharq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.sharq.api.InvalidValueException;
import io.sharq.redis.FreePort;
import io.sharq.redis.RedisProcess;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A cluster of one node that has all slots: a client without its slots would be sent away from the first call on. */
class ClusterRunTest {
    @Test
    void aClusterIsDrivenAndLeftEmpty() {
        try (RedisProcess node = RedisProcess.start(
                        "--cluster-enabled", "yes", "--cluster-port", Integer.toString(FreePort.find()));
                RedisClient client = RedisClient.create(node.uri())) {
            RedisCommands<String, String> redis = client.connect().sync();
            redis.clusterAddSlots(IntStream.range(0, 16_384).toArray());
            // Real time: a node takes a moment to find that its cluster is whole.
            while (!redis.clusterInfo().contains("cluster_state:ok")) {
                Thread.onSpinWait();
            }

            Tested ran = Tested.run(
                    LoadTest.of(node.uri()).clustered(true).queues(40).jobs(400).batch(5));

            assertThat(ran.faults()).isEmpty();
            assertThat(ran.json().at("/checks/finished").asInt()).isEqualTo(400);
            assertThat(ran.json().at("/redis/cpuMicrosAJob").asDouble()).isPositive();
            assertThat(redis.dbsize()).isZero();

            LoadTest.Builder refused = LoadTest.of(node.uri()).clustered(true).noOps(true);
            assertThatThrownBy(() -> refused.build().run())
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("`clustered`")
                    .hasMessageContaining("it excludes --no-ops");
        }
    }
}
