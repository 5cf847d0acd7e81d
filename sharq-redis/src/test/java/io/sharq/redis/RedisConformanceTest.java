package io.sharq.redis;

import io.sharq.spi.Backend;
import io.sharq.spi.TimeSource;
import io.sharq.tck.BackendConformance;

class RedisConformanceTest extends BackendConformance {
    @Override
    protected Backend open(TimeSource clock) {
        return TestRedis.open(clock);
    }

    @Override
    protected Backend openOnItsOwnClock() {
        return RedisBackend.open(TestRedis.settings().build());
    }
}
