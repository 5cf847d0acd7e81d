package io.sharq.examples.h2;

import io.sharq.spi.Backend;
import io.sharq.spi.TimeSource;
import io.sharq.tck.BackendConformance;

class H2ConformanceTest extends BackendConformance {
    /** A database without a name is private to its connection and gone with it. */
    @Override
    protected Backend open(TimeSource clock) {
        return H2Backend.open("jdbc:h2:mem:", clock);
    }
}
