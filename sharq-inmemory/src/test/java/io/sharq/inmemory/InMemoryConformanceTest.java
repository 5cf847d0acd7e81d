package io.sharq.inmemory;

import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.spi.Backend;
import io.sharq.tck.BackendConformance;
import java.util.Optional;

class InMemoryConformanceTest extends BackendConformance {
    @Override
    protected Backend open(TimeSource clock) {
        return InMemoryBackend.create(clock);
    }

    @Override
    protected Optional<Backend> openBounded(TimeSource clock, StoreBounds bounds) {
        return Optional.of(InMemoryBackend.create(clock, bounds));
    }

    /** As it runs in production: threads read a clock that never steps back without agreeing on an order. */
    @Override
    protected Backend openOnItsOwnClock() {
        return InMemoryBackend.create();
    }
}
