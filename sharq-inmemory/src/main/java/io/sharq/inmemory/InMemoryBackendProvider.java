package io.sharq.inmemory;

import io.sharq.spi.Backend;
import io.sharq.spi.BackendProvider;
import io.sharq.spi.BackendSettings;
import java.util.Set;

/** Opens an {@link InMemoryBackend}; there is nothing to configure. */
public final class InMemoryBackendProvider implements BackendProvider {
    /** For {@link java.util.ServiceLoader}. */
    public InMemoryBackendProvider() {}

    @Override
    public String name() {
        return "inmemory";
    }

    @Override
    public Set<String> keys() {
        return Set.of();
    }

    @Override
    public Backend open(BackendSettings settings) {
        return InMemoryBackend.create();
    }
}
