package io.sharq.config;

import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import io.sharq.settings.Section;
import io.sharq.settings.Setting;
import io.sharq.settings.SettingValues;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A section and the entries set in it.
 *
 * @param file the configuration file, or null if there is none
 * @param section the section
 * @param block the entries set in it
 */
record OwnSection(@Nullable String file, Section section, Block block) {
    /**
     * Converts the values by a reader. A fault of one of the section's keys is reported with the place where the key
     * is set. The reader runs if values are faulty, too: what it finds between the others is reported with them.
     */
    <T> T read(Function<SettingValues, T> reader) {
        FaultList faults = new FaultList();
        SettingValues values = values(faults);
        try {
            T read = reader.apply(values);
            faults.throwIfAny();
            return read;
        } catch (InvalidValueException e) {
            Optional<Setting<?>> setting = section.find(e.field());
            if (setting.isPresent() && !values.hasFault(setting.get())) {
                faults.add(fault(setting.get(), e));
            }
            faults.throwIfAny();
            throw e;
        } catch (ConfigurationException e) {
            faults.throwIfAny();
            throw e;
        }
    }

    /** The valid values. Faults are collected. */
    SettingValues values(FaultList faults) {
        SettingValues values = SettingValues.defaults(section);
        for (Setting<?> setting : section.settings()) {
            Optional<Entry> entry = entry(setting);
            if (entry.isPresent()) {
                try {
                    values = with(values, setting, entry.get().value());
                } catch (InvalidValueException e) {
                    faults.add(fault(setting, e));
                    values = values.withFault(setting, e);
                }
            }
        }
        return values;
    }

    private static <T> SettingValues with(SettingValues values, Setting<T> setting, String text) {
        return values.with(setting, setting.parse(text));
    }

    private Optional<Entry> entry(Setting<?> setting) {
        return Optional.ofNullable(block.entries().get(setting.key()));
    }

    /**
     * The fault with its place. For a secret, the value is masked and the cause is omitted, because it may quote the
     * value.
     */
    private ConfigurationException fault(Setting<?> setting, InvalidValueException e) {
        String place =
                entry(setting).map(Entry::origin).orElse((file == null ? "" : file + ": ") + section + " " + setting);
        if (!setting.isSecret()) {
            return new ConfigurationException(place + ": " + e.fault(), e.getCause());
        }
        String value = entry(setting).map(Entry::value).orElse("");
        return new ConfigurationException(
                place + ": " + (value.isEmpty() ? e.fault() : e.fault().replace(value, "***")));
    }
}
