package io.sharq.redis;

import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.redis.settings.Sharding;
import io.sharq.spi.Backend;
import io.sharq.tck.BackendConformance;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/** The kit on types that are spread over four partitions of one Redis. */
class SpreadConformanceTest extends BackendConformance {
    private static final int SHARDS = 4;
    private static final Map<Backend, RedisSettings> OPENED = new WeakHashMap<>();

    @Override
    protected Backend open(TimeSource clock) {
        return open(TestRedis.settings().shards(SHARDS).clock(clock).build());
    }

    private static Backend open(RedisSettings settings) {
        Backend backend = CheckedAtClose.open(settings);
        OPENED.put(backend, settings);
        return backend;
    }

    @Override
    protected Optional<Backend> openBeside(Backend first, TimeSource clock) {
        return Optional.of(RedisBackend.open(OPENED.get(first)));
    }

    @Override
    protected Optional<Backend> openBounded(TimeSource clock, StoreBounds bounds) {
        return Optional.of(open(TestRedis.settings()
                .shards(SHARDS)
                .clock(clock)
                .maxTypes(bounds.maxTypes())
                .maxQueues(bounds.maxQueues())
                .build()));
    }

    @Override
    protected Backend openOnItsOwnClock() {
        return RedisBackend.open(TestRedis.settings().shards(SHARDS).build());
    }

    @Override
    protected long countStored(Backend backend) {
        String keys = OPENED.get(backend).keyPrefix() + ":*";
        return TestRedis.ask(redis -> redis.keys(keys)).size();
    }

    @Override
    protected int partitionOf(String queueId) {
        return new Sharding(SHARDS).partitionOf(queueId);
    }
}
