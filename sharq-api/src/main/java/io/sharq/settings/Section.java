package io.sharq.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A section of the configuration: the table of its settings. The file, the environment, validation, builders and the
 * reference are all based on this table. Immutable.
 */
public final class Section {
    private final String name;
    private final String variablePrefix;
    private final List<Setting<?>> settings;
    private final SortedMap<String, Setting<?>> byKey = new TreeMap<>();

    private Section(Builder builder) {
        this.name = builder.name;
        this.variablePrefix = builder.variablePrefix;
        this.settings = List.copyOf(builder.settings);
        for (Setting<?> setting : settings) {
            if (byKey.put(setting.key(), setting) != null) {
                throw new IllegalArgumentException("[" + name + "] has two settings " + setting);
            }
        }
    }

    /**
     * Begins a section. The prefix of its environment variables is {@code SHARQ_} and its name in capitals.
     *
     * @param name the name, such as {@code redis}
     * @return a builder without settings
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The name, without brackets. */
    public String name() {
        return name;
    }

    /** The settings, in the order of the table. */
    public List<Setting<?>> settings() {
        return settings;
    }

    /** The keys of all settings, sorted. */
    public SortedSet<String> keys() {
        return Collections.unmodifiableSortedSet((SortedSet<String>) byKey.keySet());
    }

    /**
     * The setting of a key.
     *
     * @param key the key
     * @return the setting, if the section has the key
     */
    public Optional<Setting<?>> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The prefix of the section's environment variables, such as {@code SHARQ_REDIS_}. */
    public String variablePrefix() {
        return variablePrefix;
    }

    /**
     * The environment variable that sets a key.
     *
     * @param key the key
     * @return the variable, such as {@code SHARQ_REDIS_HOST}
     */
    public String variable(String key) {
        return variablePrefix + capitals(key);
    }

    private static String capitals(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The name in brackets. */
    @Override
    public String toString() {
        return "[" + name + "]";
    }

    /** A builder of a section. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final List<Setting<?>> settings = new ArrayList<>();
        private String variablePrefix;
        private boolean isBuilt;

        private Builder(String name) {
            this.name = name;
            this.variablePrefix = "SHARQ_" + capitals(name) + "_";
        }

        /**
         * Replaces the prefix of the environment variables.
         *
         * @param prefix the prefix, such as {@code SHARQ_SERVER_}
         * @return this
         */
        public Builder variables(String prefix) {
            variablePrefix = prefix;
            return this;
        }

        /**
         * Adds a row to the table.
         *
         * @param setting the setting
         * @param <T> the type of its values
         * @return the setting
         * @throws IllegalStateException if the section has been built already, without the setting
         */
        public <T> Setting<T> add(Setting<T> setting) {
            if (isBuilt) {
                throw new IllegalStateException("[" + name + "] is built already, without " + setting);
            }
            settings.add(setting);
            return setting;
        }

        /**
         * Builds the section.
         *
         * @return an immutable section
         * @throws IllegalArgumentException if two settings have the same key
         */
        public Section build() {
            isBuilt = true;
            return new Section(this);
        }
    }
}
