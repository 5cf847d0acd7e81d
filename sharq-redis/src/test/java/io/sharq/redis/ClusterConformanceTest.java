package io.sharq.redis;

import io.sharq.api.TimeSource;
import io.sharq.redis.settings.Sharding;
import io.sharq.spi.Backend;
import io.sharq.tck.BackendConformance;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.lifecycle.AfterContainer;

/** The kit on a cluster of three masters. */
class ClusterConformanceTest extends BackendConformance {
    private static final int SHARDS = 3;
    private static final RedisCluster CLUSTER = RedisCluster.start(3, false);
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static final Map<Backend, String> OPENED = new WeakHashMap<>();

    @AfterContainer
    static void stop() {
        CLUSTER.close();
    }

    @Override
    protected Backend open(TimeSource clock) {
        String prefix = "kit-" + PREFIXES.incrementAndGet();
        Backend backend = RedisBackend.open(
                CLUSTER.settings().keyPrefix(prefix).shards(SHARDS).clock(clock).build());
        OPENED.put(backend, prefix);
        return backend;
    }

    /** The masters of this cluster share one machine's clock. */
    @Override
    protected Backend openOnItsOwnClock() {
        return RedisBackend.open(CLUSTER.settings()
                .keyPrefix("kit-" + PREFIXES.incrementAndGet())
                .shards(SHARDS)
                .build());
    }

    @Override
    protected long countStored(Backend backend) {
        String keys = OPENED.get(backend) + ":*";
        return CLUSTER.masters().stream()
                .mapToLong(node ->
                        TestRedis.on(node.uri(), redis -> redis.keys(keys).size()))
                .sum();
    }

    @Override
    protected int partitionOf(String queueId) {
        return new Sharding(SHARDS).partitionOf(queueId);
    }
}
