package io.sharq.examples.h2;

import io.sharq.api.TimeSource;
import io.sharq.spi.Backend;
import io.sharq.tck.FacadeConformance;
import java.util.concurrent.atomic.AtomicInteger;

/** The rules at the facade, whose callers wait, share and batch. */
class H2FacadeTest extends FacadeConformance {
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Override
    protected Backend openBackend(TimeSource clock) {
        return H2Backend.open("jdbc:h2:mem:facade-" + NAMES.incrementAndGet(), clock);
    }
}
