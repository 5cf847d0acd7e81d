package io.sharq.config;

import io.sharq.api.ConfigurationException;
import io.sharq.spi.BackendSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is set of one section, and nothing of any other. A password is never part of a message. */
final class OwnSettings implements BackendSettings {
    private final @Nullable String file;
    private final KnownSection section;
    private final Block block;

    OwnSettings(@Nullable String file, KnownSection section, Block block) {
        this.file = file;
        this.section = section;
        this.block = block;
    }

    @Override
    public Optional<String> get(String key) {
        if (!section.allows(key)) {
            throw new IllegalArgumentException("[" + section.name() + "] has no key " + key);
        }
        return Optional.ofNullable(block.settings().get(key)).map(Setting::value);
    }

    @Override
    public ConfigurationException invalid(String key, String fault) {
        Setting setting = block.settings().get(key);
        if (setting == null) {
            String place = (file == null ? "" : file + ": ") + "[" + section.name() + "] " + key;
            return new ConfigurationException(place + ": " + fault);
        }
        String shown = key.endsWith("password") ? fault.replace(setting.value(), "***") : fault;
        return new ConfigurationException(setting.origin() + ": " + shown);
    }

    @Override
    public String toString() {
        return "[" + section.name() + "] " + block.settings().keySet();
    }
}
