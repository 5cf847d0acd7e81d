package io.sharq.config;

import io.sharq.api.ConfigurationException;
import io.sharq.spi.BackendSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The typed values of one section of a configuration. A value that cannot be read is a {@link ConfigurationException}
 * that names the file, the line and the key, or the environment variable. Immutable where the settings below are, as
 * those of a {@link Configuration} are.
 *
 * <p>A key that the section cannot have is a mistake of the program: {@link IllegalArgumentException}.
 */
public final class Section {
    private final BackendSettings settings;

    private Section(BackendSettings settings) {
        this.settings = settings;
    }

    /**
     * A typed view of what a backend is given to open itself.
     *
     * @param settings the backend's section
     * @return the view
     */
    public static Section of(BackendSettings settings) {
        return new Section(settings);
    }

    /**
     * The value as it was written.
     *
     * @param key the key
     * @return the text, without comments and blanks around it, if the key is set
     */
    public Optional<String> text(String key) {
        return settings.get(key);
    }

    /**
     * The value as a whole number.
     *
     * @param key the key
     * @param least the least value allowed
     * @param greatest the greatest value allowed
     * @return the number, if the key is set
     * @throws ConfigurationException if the value is no whole number or is out of range
     */
    public OptionalInt integer(String key, int least, int greatest) {
        OptionalLong number = number(key, least, greatest, "a whole number");
        return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
    }

    /**
     * The value as a span, written in milliseconds.
     *
     * @param key the key
     * @param least the least span allowed
     * @param greatest the greatest span allowed
     * @return the span, if the key is set
     * @throws ConfigurationException if the value is no whole number of milliseconds or is out of range
     */
    public Optional<Duration> millis(String key, Duration least, Duration greatest) {
        OptionalLong number = number(key, least.toMillis(), greatest.toMillis(), "a whole number of milliseconds");
        return number.isPresent() ? Optional.of(Duration.ofMillis(number.getAsLong())) : Optional.empty();
    }

    /**
     * The value as a flag, {@code true} or {@code false} in letters of any case.
     *
     * @param key the key
     * @return the flag, if the key is set
     * @throws ConfigurationException if the value is neither
     */
    public Optional<Boolean> flag(String key) {
        return text(key).map(value -> switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key, "it must be true or false, but is \"" + value + "\"");
        });
    }

    /**
     * An error that says where the key was set. If the key is a password, its value is struck out.
     *
     * @param key the key
     * @param fault what is wrong with its value, as a clause
     * @return the exception, to be thrown
     */
    public ConfigurationException invalid(String key, String fault) {
        return settings.invalid(key, fault);
    }

    private OptionalLong number(String key, long least, long greatest, String kind) {
        Optional<String> value = text(key);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong number = parsed(value.get());
        if (number.isEmpty() || number.getAsLong() < least || number.getAsLong() > greatest) {
            throw invalid(
                    key,
                    "it must be " + kind + " from " + least + " to " + greatest + ", but is \"" + value.get() + "\"");
        }
        return number;
    }

    private static OptionalLong parsed(String value) {
        try {
            return OptionalLong.of(Long.parseLong(value));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Names the section and its keys, and no value. */
    @Override
    public String toString() {
        return settings.toString();
    }
}
