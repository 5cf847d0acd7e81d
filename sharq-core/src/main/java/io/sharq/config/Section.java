package io.sharq.config;

import io.sharq.api.ConfigurationException;
import io.sharq.api.InvalidValueException;
import io.sharq.spi.BackendSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A section of a configuration, the environment included. Immutable. */
public final class Section implements BackendSettings {
    private final String name;
    private final Map<String, Entry> entries;

    Section(String name, Map<String, Entry> entries) {
        this.name = name;
        this.entries = Map.copyOf(entries);
    }

    @Override
    public Optional<String> get(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::text);
    }

    @Override
    public ConfigurationException invalid(String key, String fault) {
        Entry entry = entries.get(key);
        String place = entry == null ? "[" + name + "] " + key : entry.place();
        return new ConfigurationException(place + ": " + fault);
    }

    /**
     * Hands a whole number on, if the key is set.
     *
     * @param key the key
     * @param target takes the number; an {@link InvalidValueException} of its becomes an error that says where
     * @throws ConfigurationException if the value is not a whole number or is refused
     */
    public void number(String key, Consumer<Integer> target) {
        get(key).ifPresent(text -> {
            try {
                target.accept(Integer.valueOf(text));
            } catch (NumberFormatException e) {
                throw invalid(key, "it must be a whole number, but is \"" + text + "\"");
            } catch (InvalidValueException e) {
                throw invalid(key, e.fault());
            }
        });
    }

    /**
     * Hands a number of milliseconds on, if the key is set.
     *
     * @param key the key
     * @param target takes the span; an {@link InvalidValueException} of its becomes an error that says where
     * @throws ConfigurationException if the value is not a whole number of milliseconds or is refused
     */
    public void millis(String key, Consumer<Duration> target) {
        get(key).ifPresent(text -> {
            try {
                target.accept(Duration.ofMillis(Long.parseLong(text)));
            } catch (NumberFormatException e) {
                throw invalid(key, "it must be a whole number of milliseconds, but is \"" + text + "\"");
            } catch (InvalidValueException e) {
                throw invalid(key, e.fault());
            }
        });
    }
}
