package io.sharq.worker;

import io.sharq.api.Bounds;
import io.sharq.config.Section;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A setting that is a whole number.
 *
 * @param key its key in the section {@code [worker]}
 * @param standard its default
 * @param min its least value
 * @param max its greatest value
 */
record NumberSetting(String key, int standard, int min, int max) {
    int checked(int number) {
        return (int) Bounds.range(key, number, min, max);
    }

    Optional<Integer> read(Section section) {
        OptionalInt number = section.integer(key, min, max);
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }
}
