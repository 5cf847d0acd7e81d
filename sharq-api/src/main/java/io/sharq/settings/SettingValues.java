package io.sharq.settings;

import io.sharq.api.InvalidValueException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of the settings of one {@link Section}. Every value is allowed by its setting. Immutable; two are equal if
 * the same values hold.
 *
 * <p>A setting that the section does not have is a mistake of the program: {@link IllegalArgumentException}.
 */
public final class SettingValues {
    private final Section section;

    /** The values that hold, defaults included. */
    private final Map<Setting<?>, Object> values;

    private final Set<Setting<?>> given;

    private SettingValues(Section section, Map<Setting<?>, Object> given) {
        this.section = section;
        Map<Setting<?>, Object> all = new HashMap<>();
        for (Setting<?> setting : section.settings()) {
            setting.defaultValue().ifPresent(value -> all.put(setting, value));
        }
        all.putAll(given);
        this.values = Map.copyOf(all);
        this.given = Set.copyOf(given.keySet());
    }

    /**
     * The defaults of a section.
     *
     * @param section the section
     * @return values of which none is given
     */
    public static SettingValues defaults(Section section) {
        return new SettingValues(section, Map.of());
    }

    /**
     * These values with another one.
     *
     * @param setting the setting
     * @param value its value
     * @param <T> the type of the value
     * @return the values
     * @throws InvalidValueException if the setting does not allow the value
     */
    public <T> SettingValues with(Setting<T> setting, T value) {
        requireOwn(setting);
        T checked = setting.check(value);
        Map<Setting<?>, Object> more = given();
        more.put(setting, checked);
        return new SettingValues(section, more);
    }

    /**
     * These values with those that were given to others of the section.
     *
     * @param others the others, which go before these
     * @return the values
     */
    public SettingValues withAll(SettingValues others) {
        Map<Setting<?>, Object> more = given();
        more.putAll(others.given());
        return new SettingValues(section, more);
    }

    /**
     * These values without the one that was given to a setting.
     *
     * @param setting the setting
     * @return the values
     */
    public SettingValues without(Setting<?> setting) {
        requireOwn(setting);
        Map<Setting<?>, Object> fewer = given();
        fewer.remove(setting);
        return new SettingValues(section, fewer);
    }

    private Map<Setting<?>, Object> given() {
        Map<Setting<?>, Object> copy = new HashMap<>(values);
        copy.keySet().retainAll(given);
        return copy;
    }

    /**
     * The value that holds: the given one, or else the default.
     *
     * @param setting a setting that has a default, or to which a value was given
     * @param <T> the type of the value
     * @return the value
     */
    public <T> T get(Setting<T> setting) {
        T value = value(setting);
        if (value == null) {
            requireOwn(setting);
            throw new IllegalArgumentException(section + " " + setting + " has no value and no default");
        }
        return value;
    }

    /**
     * The value that was given.
     *
     * @param setting the setting
     * @param <T> the type of the value
     * @return the value, or none if the default holds
     */
    public <T> Optional<T> find(Setting<T> setting) {
        requireOwn(setting);
        return given.contains(setting) ? Optional.ofNullable(value(setting)) : Optional.empty();
    }

    /** Whether no value was given. */
    public boolean isEmpty() {
        return given.isEmpty();
    }

    /** A value got into the map by {@link #with}, which takes it with its setting, or as the setting's own default. */
    @SuppressWarnings("unchecked")
    private <T> @Nullable T value(Setting<T> setting) {
        return (T) values.get(setting);
    }

    private void requireOwn(Setting<?> setting) {
        if (section.find(setting.key()).orElse(null) != setting) {
            throw new IllegalArgumentException(section + " has no key " + setting);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SettingValues that && section == that.section && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The section and the keys that were given, without their values. */
    @Override
    public String toString() {
        return section + " " + given.stream().map(Setting::key).sorted().toList();
    }
}
