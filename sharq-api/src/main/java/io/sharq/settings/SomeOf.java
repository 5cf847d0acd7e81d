package io.sharq.settings;

import io.sharq.api.InvalidValueException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A set of one or more words out of a fixed set. A file separates them by commas.
 *
 * @param words the allowed words
 */
public record SomeOf(List<String> words) implements ValueType<Set<String>> {
    public SomeOf {
        words = List.copyOf(words);
    }

    @Override
    public Set<String> parse(String key, String text) {
        Set<String> some = new LinkedHashSet<>();
        for (String word : text.split(",", -1)) {
            some.add(word.strip());
        }
        return check(key, some);
    }

    @Override
    public Set<String> check(String key, Set<String> value) {
        for (String word : value) {
            if (!words.contains(word)) {
                throw new InvalidValueException(
                        key, "it must be some of " + String.join(", ", words) + ", but has \"" + word + "\"");
            }
        }
        if (value.isEmpty()) {
            throw new InvalidValueException(key, "it must be some of " + String.join(", ", words) + ", but has none");
        }
        return Collections.unmodifiableSet(new LinkedHashSet<>(value));
    }

    @Override
    public String range() {
        return "some of `" + String.join("`, `", words) + "`, with commas between them";
    }

    @Override
    public String text(Set<String> value) {
        return String.join(",", value);
    }
}
