package io.sharq.redis;

import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.spi.Backend;
import io.sharq.tck.FacadeConformance;
import java.util.Optional;

/** The rules at the facade, whose callers wait, share and batch. */
class RedisFacadeTest extends FacadeConformance {
    @Override
    protected Backend openBackend(TimeSource clock) {
        return CheckedAtClose.open(TestRedis.settings().clock(clock).build());
    }

    @Override
    protected Optional<Backend> openBoundedBackend(TimeSource clock, StoreBounds bounds) {
        return Optional.of(CheckedAtClose.open(TestRedis.settings()
                .clock(clock)
                .maxTypes(bounds.maxTypes())
                .maxQueues(bounds.maxQueues())
                .build()));
    }

    @Override
    protected Backend openBackendOnItsOwnClock() {
        return RedisBackend.open(TestRedis.settings().build());
    }
}
