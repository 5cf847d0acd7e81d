package io.sharq.inmemory;

import io.sharq.spi.Backend;
import io.sharq.spi.TimeSource;
import io.sharq.tck.BackendConformance;

class InMemoryConformanceTest extends BackendConformance {
    @Override
    protected Backend open(TimeSource clock) {
        return InMemoryBackend.create(clock);
    }
}
