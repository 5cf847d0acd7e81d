package io.sharq.settings;

import io.sharq.api.InvalidValueException;
import java.util.Locale;

/**
 * The values {@code true} and {@code false}. A file may also write {@code yes}, {@code on} or {@code 1}, and {@code no},
 * {@code off} or {@code 0}, in any case, as Python's configuration files do.
 */
public record Flag() implements ValueType<Boolean> {
    @Override
    public Boolean parse(String key, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new InvalidValueException(key, "it must be true or false, but is \"" + text + "\"");
        };
    }

    @Override
    public Boolean check(String key, Boolean value) {
        return value;
    }

    @Override
    public String range() {
        return "`true` or `false`";
    }
}
