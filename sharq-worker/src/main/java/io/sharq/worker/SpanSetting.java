package io.sharq.worker;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.config.Section;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * A setting that is a span of at most 365 days, in milliseconds in a file.
 *
 * @param key its key in the section {@code [worker]}
 * @param standard its default
 * @param min its least value
 * @param unit its resolution
 */
record SpanSetting(String key, Duration standard, Duration min, ChronoUnit unit) {
    private static final Duration MAX = Duration.ofDays(365);

    SpanSetting(String key, Duration standard) {
        this(key, standard, Duration.ofMillis(1), ChronoUnit.MICROS);
    }

    Duration checked(Duration span) {
        if (Bounds.required(key, span).compareTo(min) < 0 || span.compareTo(MAX) > 0) {
            throw new InvalidValueException(key, "It must be between " + min + " and 365 days, but is " + span + ".");
        }
        if (!span.equals(span.truncatedTo(unit))) {
            throw new InvalidValueException(
                    key, "It must be whole " + unit.toString().toLowerCase(Locale.ROOT) + ", but is " + span + ".");
        }
        return span;
    }

    Optional<Duration> read(Section section) {
        return section.millis(key, min, MAX);
    }
}
