package io.sharq.examples.docs;

import io.sharq.api.TimeSource;
import io.sharq.spi.Backend;
import io.sharq.tck.BackendConformance;

// region adopt the kit
class MyBackendConformanceTest extends BackendConformance {
    @Override
    protected Backend open(TimeSource clock) {
        return MyBackend.create(clock);
    }
}
// endregion
