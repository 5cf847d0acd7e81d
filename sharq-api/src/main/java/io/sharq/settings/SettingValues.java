package io.sharq.settings;

import io.sharq.api.InvalidValueException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of the settings of one {@link Section}. Each is valid for its setting. Immutable. Two are equal if they
 * have the same section and the same values.
 *
 * <p>Using a setting that the section does not have is a programming error and throws {@link
 * IllegalArgumentException}.
 */
public final class SettingValues {
    private final Section section;

    /** The values in effect, defaults included. */
    private final Map<Setting<?>, Object> values;

    private final Set<Setting<?>> given;

    /** The faults of the values that were given and cannot be used. */
    private final Map<Setting<?>, InvalidValueException> faults;

    private SettingValues(
            Section section, Map<Setting<?>, Object> given, Map<Setting<?>, InvalidValueException> faults) {
        this.section = section;
        this.faults = Map.copyOf(faults);
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
     * @return values without any that was given
     */
    public static SettingValues defaults(Section section) {
        return new SettingValues(section, Map.of(), Map.of());
    }

    /**
     * These values with a setting changed.
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
        return new SettingValues(section, more, faults);
    }

    /**
     * These values overridden by those given in another object for the same section.
     *
     * @param others the values that take precedence
     * @return the values
     */
    public SettingValues withAll(SettingValues others) {
        Map<Setting<?>, Object> more = given();
        more.putAll(others.given());
        return new SettingValues(section, more, faults);
    }

    /**
     * These values with a setting back at its default.
     *
     * @param setting the setting
     * @return the values
     */
    public SettingValues without(Setting<?> setting) {
        requireOwn(setting);
        Map<Setting<?>, Object> fewer = given();
        fewer.remove(setting);
        return new SettingValues(section, fewer, faults);
    }

    /**
     * These values with a setting whose given value cannot be used. To read that setting throws the fault, so that what is
     * compared with it is not reported as a second fault.
     *
     * @param setting a setting of the section
     * @param fault the fault of its value
     * @return the values
     */
    public SettingValues withFault(Setting<?> setting, InvalidValueException fault) {
        requireOwn(setting);
        Map<Setting<?>, InvalidValueException> more = new HashMap<>(faults);
        more.put(setting, fault);
        return new SettingValues(section, given(), more);
    }

    /**
     * Whether the given value of a setting cannot be used.
     *
     * @param setting a setting of the section
     * @return true after {@link #withFault}
     */
    public boolean hasFault(Setting<?> setting) {
        return faults.containsKey(setting);
    }

    private Map<Setting<?>, Object> given() {
        Map<Setting<?>, Object> copy = new HashMap<>(values);
        copy.keySet().retainAll(given);
        return copy;
    }

    /**
     * The value in effect: the given one, else the default.
     *
     * @param setting a setting with a default or a given value
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
     * @return the value, or empty if none was given
     */
    public <T> Optional<T> find(Setting<T> setting) {
        requireOwn(setting);
        T value = value(setting);
        return given.contains(setting) ? Optional.ofNullable(value) : Optional.empty();
    }

    /** Whether no value was given. */
    public boolean isEmpty() {
        return given.isEmpty() && faults.isEmpty();
    }

    /**
     * The value of a setting. The cast is safe: values enter the map only through {@link #with} or as the setting's
     * own default.
     */
    @SuppressWarnings("unchecked")
    private <T> @Nullable T value(Setting<T> setting) {
        InvalidValueException fault = faults.get(setting);
        if (fault != null) {
            throw fault;
        }
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
