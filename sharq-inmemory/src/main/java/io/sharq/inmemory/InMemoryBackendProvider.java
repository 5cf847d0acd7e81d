package io.sharq.inmemory;

import io.sharq.settings.Section;
import io.sharq.settings.SettingValues;
import io.sharq.settings.StoreSettings;
import io.sharq.spi.Backend;
import io.sharq.spi.BackendProvider;

/** Opens an {@link InMemoryBackend} from the section {@code [inmemory]} of a configuration, which may be empty. */
public final class InMemoryBackendProvider implements BackendProvider {
    private static final Section.Builder TABLE = Section.named("inmemory");

    static {
        TABLE.add(StoreSettings.MAX_TYPES);
        TABLE.add(StoreSettings.MAX_QUEUES);
    }

    private static final Section SECTION = TABLE.build();

    /** For {@link java.util.ServiceLoader}. */
    public InMemoryBackendProvider() {}

    @Override
    public Section section() {
        return SECTION;
    }

    @Override
    public Backend open(SettingValues values) {
        return InMemoryBackend.create(StoreSettings.bounds(values));
    }
}
