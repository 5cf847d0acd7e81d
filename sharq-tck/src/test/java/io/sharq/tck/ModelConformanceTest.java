package io.sharq.tck;

import io.sharq.api.StoreBounds;
import io.sharq.api.TimeSource;
import io.sharq.spi.Backend;
import io.sharq.tck.model.ModelBackend;
import java.util.Optional;

/** The model keeps its own rules. */
class ModelConformanceTest extends BackendConformance {
    @Override
    protected Backend open(TimeSource clock) {
        return new ModelBackend(clock);
    }

    @Override
    protected Optional<Backend> openBounded(TimeSource clock, StoreBounds bounds) {
        return Optional.of(new ModelBackend(clock, bounds));
    }

    @Override
    protected long countStored(Backend backend) {
        return ((ModelBackend) backend).size();
    }
}
