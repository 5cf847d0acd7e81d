package io.sharq.redis;

import io.sharq.spi.Backend;
import io.sharq.spi.TimeSource;
import io.sharq.tck.BackendConformance;
import java.util.Map;
import java.util.WeakHashMap;

/** The kit on types that are spread over four partitions of one Redis. */
class SpreadConformanceTest extends BackendConformance {
    private static final int SHARDS = 4;
    private static final Map<Backend, String> PREFIXES = new WeakHashMap<>();

    @Override
    protected Backend open(TimeSource clock) {
        RedisSettings settings =
                TestRedis.settings().shards(SHARDS).clock(clock).build();
        Backend backend = CheckedAtClose.open(settings);
        PREFIXES.put(backend, settings.keyPrefix());
        return backend;
    }

    @Override
    protected Backend openOnItsOwnClock() {
        return RedisBackend.open(TestRedis.settings().shards(SHARDS).build());
    }

    @Override
    protected long countStored(Backend backend) {
        String keys = PREFIXES.get(backend) + ":*";
        return TestRedis.ask(redis -> redis.keys(keys)).size();
    }

    @Override
    protected int partitionOf(String queueId) {
        return new Spread(SHARDS).partitionOf(queueId);
    }
}
