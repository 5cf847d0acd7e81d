package io.sharq.examples.docs;

import io.sharq.api.TimeSource;
import io.sharq.spi.Backend;
import io.sharq.tck.FacadeConformance;

// region the rules at the facade
class MyBackendFacadeTest extends FacadeConformance {
    @Override
    protected Backend openBackend(TimeSource clock) {
        return MyBackend.create(clock);
    }
}
// endregion
