package io.sharq.settings;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row in the table of a {@link Section}: key, value type, default and meaning. Immutable. Settings are compared by
 * identity.
 *
 * @param <T> the type of a value
 */
public final class Setting<T> {
    private final String key;
    private final ValueType<T> type;
    private final String meaning;
    private final @Nullable T defaultValue;
    private final String defaultText;
    private final boolean isSecret;
    private final boolean mayBeEmpty;

    private Setting(
            String key,
            ValueType<T> type,
            String meaning,
            @Nullable T defaultValue,
            String defaultText,
            boolean isSecret,
            boolean mayBeEmpty) {
        this.key = key;
        this.type = type;
        this.meaning = meaning;
        this.defaultValue = defaultValue;
        this.defaultText = defaultText;
        this.isSecret = isSecret;
        this.mayBeEmpty = mayBeEmpty;
    }

    /**
     * A setting without a default.
     *
     * @param key the key, in lower case
     * @param type the type of its values
     * @param meaning its meaning, as a clause in Markdown for the reference
     * @param <T> the type of a value
     * @return the setting
     */
    public static <T> Setting<T> of(String key, ValueType<T> type, String meaning) {
        return new Setting<>(key, type, meaning, null, "none", false, false);
    }

    /**
     * This setting with a default.
     *
     * @param value the value that applies if none is set
     * @return the setting
     * @throws InvalidValueException if the value is not allowed
     */
    public Setting<T> byDefault(T value) {
        T checked = type.check(key, value);
        return new Setting<>(key, type, meaning, checked, type.text(checked), isSecret, mayBeEmpty);
    }

    /**
     * This setting with a text that the reference shows in place of the default.
     *
     * @param words a clause in Markdown
     * @return the setting
     */
    public Setting<T> otherwise(String words) {
        return new Setting<>(key, type, meaning, defaultValue, words, isSecret, mayBeEmpty);
    }

    /** This setting as a secret, whose value no message shows. */
    public Setting<T> secret() {
        return new Setting<>(key, type, meaning, defaultValue, defaultText, true, mayBeEmpty);
    }

    /** This setting as one that a file may leave without a value, as files of the original do. It is then unset. */
    public Setting<T> orEmpty() {
        return new Setting<>(key, type, meaning, defaultValue, defaultText, isSecret, true);
    }

    /** The key in the section, such as {@code max_batch_size}. */
    public String key() {
        return key;
    }

    /** The type of the values: form, unit and range. */
    public ValueType<T> type() {
        return type;
    }

    /** The meaning of the setting: a clause in Markdown for the reference. */
    public String meaning() {
        return meaning;
    }

    /** The value that applies if none is set. */
    public Optional<T> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** The default as the reference shows it: as a file writes it, or as a text in Markdown. */
    public String defaultText() {
        return defaultText;
    }

    /** Whether the value is a secret, which no message may show. */
    public boolean isSecret() {
        return isSecret;
    }

    /** Whether a file may leave the setting without a value, which leaves it unset. */
    public boolean mayBeEmpty() {
        return mayBeEmpty;
    }

    /**
     * Reads a value and checks it.
     *
     * @param text the value as a file writes it
     * @return the value
     * @throws InvalidValueException if it is not allowed
     */
    public T parse(String text) {
        return type.parse(key, Bounds.required(key, text));
    }

    /**
     * Checks a value that a program supplies.
     *
     * @param value the value
     * @return the value
     * @throws InvalidValueException if it is not allowed
     */
    public T check(T value) {
        return type.check(key, Bounds.required(key, value));
    }

    /** The key. */
    @Override
    public String toString() {
        return key;
    }
}
