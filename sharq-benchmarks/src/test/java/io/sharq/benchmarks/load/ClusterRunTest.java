package io.sharq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
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

            Commands ran = Commands.run(node.uri(), "--clustered", "--queues=40", "--jobs=400", "--batch=5", "--json");

            assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
            assertThat(ran.json().at("/checks/finished").asInt()).isEqualTo(400);
            assertThat(ran.json().at("/redis/cpuMicrosAJob").asDouble()).isPositive();
            assertThat(redis.dbsize()).isZero();

            Commands refused = Commands.run(node.uri(), "--clustered", "--no-ops");
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).contains("--clustered excludes --no-ops");
        }
    }
}
