package io.sharq.redis;

import io.sharq.config.Configuration;
import io.sharq.redis.settings.RedisSection;
import io.sharq.redis.settings.RedisSettings;
import io.sharq.settings.Section;
import io.sharq.settings.SettingValues;
import io.sharq.spi.Backend;
import io.sharq.spi.BackendProvider;
import java.util.Optional;

/** Opens a {@link RedisBackend} from the section {@code [redis]} of a configuration. */
public final class RedisBackendProvider implements BackendProvider {
    /** For {@link java.util.ServiceLoader}. */
    public RedisBackendProvider() {}

    @Override
    public Section section() {
        return RedisSection.SECTION;
    }

    @Override
    public Backend open(SettingValues values) {
        return RedisBackend.open(RedisSettings.of(values));
    }

    /**
     * Returns the Redis settings of a configuration, from its section {@code [redis]} or from the environment.
     *
     * @param configuration the configuration, whichever backend it chooses
     * @return the settings, empty if no key of the section is set
     * @throws io.sharq.api.ConfigurationException if a value cannot be used
     */
    public static Optional<RedisSettings> settings(Configuration configuration) {
        return configuration.read(
                RedisSection.SECTION,
                values -> values.isEmpty() ? Optional.empty() : Optional.of(RedisSettings.of(values)));
    }
}
