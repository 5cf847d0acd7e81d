package io.sharq.inmemory;

import static io.sharq.api.StoreBounds.MAX_QUEUES;
import static io.sharq.api.StoreBounds.MAX_TYPES;

import io.sharq.api.Bounds;
import io.sharq.api.StoreBounds;
import io.sharq.config.Section;
import io.sharq.spi.Backend;
import io.sharq.spi.BackendProvider;
import io.sharq.spi.BackendSettings;
import java.util.Set;

/** Opens an {@link InMemoryBackend} from the section {@code [inmemory]} of a configuration, which may be empty. */
public final class InMemoryBackendProvider implements BackendProvider {
    /** For {@link java.util.ServiceLoader}. */
    public InMemoryBackendProvider() {}

    @Override
    public String name() {
        return "inmemory";
    }

    @Override
    public Set<String> keys() {
        return Set.of(MAX_TYPES, MAX_QUEUES);
    }

    @Override
    public Backend open(BackendSettings settings) {
        Section section = Section.of(settings);
        return InMemoryBackend.create(new StoreBounds(
                section.integer(MAX_TYPES, 1, Bounds.MAX_COUNT).orElse(StoreBounds.DEFAULT.maxTypes()),
                section.integer(MAX_QUEUES, 1, Bounds.MAX_COUNT).orElse(StoreBounds.DEFAULT.maxQueues())));
    }
}
