package io.sharq.settings;

import io.sharq.api.InvalidValueException;
import java.util.Locale;

/** The values {@code true} and {@code false}. A file may write them in any case. */
public record Flag() implements ValueType<Boolean> {
    @Override
    public Boolean parse(String key, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
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
