package io.sharq.redis;

import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.sharq.redis.settings.RedisSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A Redis Cluster of processes on loopback: masters that share the slots evenly, and perhaps a replica for each. */
final class RedisCluster implements AutoCloseable {
    private static final int SLOTS = 16_384;

    /**
     * Shorter where a replica is to take over, and longer than any machine is busy where none could: neither may take a node
     * for dead that only waits for a processor.
     */
    private static final String TIMEOUT_WITH_REPLICAS = "5000";

    private static final String TIMEOUT_WITHOUT = "60000";

    private final List<RedisProcess> masters = new ArrayList<>();
    private final List<RedisProcess> replicas = new ArrayList<>();

    private RedisCluster() {}

    static RedisCluster start(int masters, boolean withReplicas) {
        RedisCluster cluster = new RedisCluster();
        try {
            cluster.launch(masters, withReplicas);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void launch(int count, boolean withReplicas) {
        List<Integer> buses = new ArrayList<>();
        for (int i = 0; i < (withReplicas ? 2 * count : count); i++) {
            int bus = FreePort.find();
            buses.add(bus);
            (i < count ? masters : replicas).add(node(bus, withReplicas ? TIMEOUT_WITH_REPLICAS : TIMEOUT_WITHOUT));
        }
        List<RedisProcess> all = all();
        for (int i = 0; i < all.size(); i++) {
            if (i < count) {
                int first = SLOTS * i / count;
                int last = SLOTS * (i + 1) / count - 1;
                send(all.get(i), "ADDSLOTSRANGE", Integer.toString(first), Integer.toString(last));
            }
            if (i > 0) {
                send(
                        all.get(0),
                        "MEET",
                        "127.0.0.1",
                        Integer.toString(all.get(i).port()),
                        Integer.toString(buses.get(i)));
            }
        }
        all.forEach(node -> await(
                node, info -> info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + all.size())));
        for (int i = 0; i < replicas.size(); i++) {
            send(replicas.get(i), "REPLICATE", idOf(masters.get(i)));
        }
        replicas.forEach(replica -> awaitTrue(() ->
                TestRedis.on(replica.uri(), redis -> redis.info("replication")).contains("master_link_status:up")));
    }

    /** Disk-less replication without the pause that Redis makes for more replicas to come. */
    private static RedisProcess node(int bus, String timeoutMillis) {
        return RedisProcess.start(
                "--cluster-enabled",
                "yes",
                "--cluster-port",
                Integer.toString(bus),
                "--cluster-node-timeout",
                timeoutMillis,
                "--repl-diskless-sync-delay",
                "0");
    }

    private List<RedisProcess> all() {
        List<RedisProcess> all = new ArrayList<>(masters);
        all.addAll(replicas);
        return all;
    }

    List<RedisProcess> masters() {
        return masters;
    }

    RedisSettings.Builder settings() {
        return RedisSettings.uri(masters.get(masters.size() - 1).uri()).clustered(true);
    }

    String idOf(RedisProcess node) {
        return TestRedis.on(node.uri(), redis -> redis.clusterMyId());
    }

    /** Waits until each replica has what its master has written by now. */
    void awaitReplicated() {
        for (int i = 0; i < replicas.size(); i++) {
            Replication.await(masters.get(i).uri(), replicas.get(i).uri());
        }
    }

    /** The master that has a slot. */
    RedisProcess ownerOf(int slot) {
        String nodes = TestRedis.on(masters.get(0).uri(), redis -> redis.clusterNodes());
        int port = ClusterPartitionParser.parse(nodes)
                .getPartitionBySlot(slot)
                .getUri()
                .getPort();
        return masters.stream().filter(node -> node.port() == port).findFirst().orElseThrow();
    }

    void send(RedisProcess node, String... words) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        for (String word : words) {
            arguments.add(word);
        }
        TestRedis.on(
                node.uri(),
                redis -> redis.dispatch(CommandType.CLUSTER, new StatusOutput<>(StringCodec.UTF8), arguments));
    }

    private static void await(RedisProcess node, Predicate<String> state) {
        awaitTrue(() -> state.test(TestRedis.on(node.uri(), redis -> redis.clusterInfo())));
    }

    /** Real time: nodes find each other when they do. */
    private static void awaitTrue(java.util.concurrent.Callable<Boolean> condition) {
        org.awaitility.Awaitility.await().atMost(Patience.LIMIT).until(condition);
    }

    @Override
    public void close() {
        all().forEach(RedisProcess::close);
    }
}
