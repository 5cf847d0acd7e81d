package io.sharq.inmemory;

import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.spi.Backend;
import io.sharq.tck.FacadeConformance;
import java.util.Optional;

/** The rules at the facade, whose callers wait, share and batch. */
class InMemoryFacadeTest extends FacadeConformance {
    @Override
    protected Backend openBackend(TimeSource clock) {
        return InMemoryBackend.create(clock);
    }

    @Override
    protected Optional<Backend> openBoundedBackend(TimeSource clock, StoreBounds bounds) {
        return Optional.of(InMemoryBackend.create(clock, bounds));
    }
}
