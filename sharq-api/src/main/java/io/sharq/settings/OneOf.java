package io.sharq.settings;

import io.sharq.api.InvalidValueException;
import java.util.List;

/**
 * A word out of a fixed set.
 *
 * @param words the allowed words
 */
public record OneOf(List<String> words) implements ValueType<String> {
    public OneOf {
        words = List.copyOf(words);
    }

    @Override
    public String parse(String key, String text) {
        if (!words.contains(text)) {
            throw new InvalidValueException(
                    key, "it must be " + String.join(" or ", words) + ", but is \"" + text + "\"");
        }
        return text;
    }

    @Override
    public String check(String key, String value) {
        return parse(key, value);
    }

    @Override
    public String range() {
        return "`" + String.join("` or `", words) + "`";
    }
}
