package io.sharq.redis;

import io.sharq.spi.Backend;
import io.sharq.spi.TimeSource;
import io.sharq.tck.FacadeConformance;

/** The rules at the facade, whose callers wait, share and batch. */
class RedisFacadeTest extends FacadeConformance {
    @Override
    protected Backend openBackend(TimeSource clock) {
        return CheckedAtClose.open(TestRedis.settings().clock(clock).build());
    }

    @Override
    protected Backend openBackendOnItsOwnClock() {
        return RedisBackend.open(TestRedis.settings().build());
    }
}
