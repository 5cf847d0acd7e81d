package io.sharq.inmemory;

import io.sharq.spi.Backend;
import io.sharq.spi.TimeSource;
import io.sharq.tck.FacadeConformance;

/** The rules at the facade, whose callers wait, share and batch. */
class InMemoryFacadeTest extends FacadeConformance {
    @Override
    protected Backend openBackend(TimeSource clock) {
        return InMemoryBackend.create(clock);
    }
}
