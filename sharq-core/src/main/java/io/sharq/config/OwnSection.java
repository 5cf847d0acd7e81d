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
 * What is set of one section.
 *
 * @param file the configuration's file, or null if there is none
 * @param section the section
 * @param block what is set of it
 */
record OwnSection(@Nullable String file, Section section, Block block) {
    /** Makes something of the values. A fault of one of its keys is named with the place where the key is set. */
    <T> T read(Function<SettingValues, T> reader) {
        FaultList faults = new FaultList();
        SettingValues values = values(faults);
        faults.throwIfAny();
        try {
            return reader.apply(values);
        } catch (InvalidValueException e) {
            throw section.find(e.field())
                    .<RuntimeException>map(setting -> fault(setting, e))
                    .orElse(e);
        }
    }

    /** The values, without those that have a fault. */
    SettingValues values(FaultList faults) {
        SettingValues values = SettingValues.defaults(section);
        for (Setting<?> setting : section.settings()) {
            Optional<Entry> entry = entry(setting);
            if (entry.isPresent()) {
                try {
                    values = with(values, setting, entry.get().value());
                } catch (InvalidValueException e) {
                    faults.add(fault(setting, e));
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

    /** A cause may quote the value: that of a secret is left out, and its value struck out. */
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
