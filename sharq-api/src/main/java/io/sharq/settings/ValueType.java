package io.sharq.settings;

import io.sharq.api.InvalidValueException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/**
 * The type of a {@link Setting}'s values: the accepted values and their form in a file. Immutable.
 *
 * @param <T> the type of a value
 */
public sealed interface ValueType<T> permits Flag, OneOf, SomeOf, Span, Text, WholeNumber {
    /**
     * Reads a value and checks it.
     *
     * @param key the key, for the exception
     * @param text the value as a file writes it
     * @return the value
     * @throws InvalidValueException if the text is not a valid value
     */
    T parse(String key, String text);

    /**
     * Checks a value that a program supplies.
     *
     * @param key the key, for the exception
     * @param value the value
     * @return the value
     * @throws InvalidValueException if it is not allowed
     */
    T check(String key, T value);

    /** The unit and range in Markdown, for the reference. */
    String range();

    /**
     * A value as a file writes it.
     *
     * @param value the value
     * @return its text, which {@link #parse} reads as an equal value
     */
    default String text(T value) {
        return String.valueOf(value);
    }

    /**
     * Whole numbers.
     *
     * @param least the least number
     * @param greatest the greatest number
     * @return the type
     */
    static ValueType<Integer> wholeNumber(int least, int greatest) {
        return new WholeNumber(least, greatest, "");
    }

    /**
     * Sizes in bytes.
     *
     * @param least the least number of bytes
     * @param greatest the greatest number of bytes
     * @return the type
     */
    static ValueType<Integer> bytes(int least, int greatest) {
        return new WholeNumber(least, greatest, "bytes");
    }

    /**
     * Durations in whole microseconds. A file writes them in milliseconds.
     *
     * @param least the shortest span
     * @param greatest the longest span
     * @return the type
     */
    static ValueType<Duration> span(Duration least, Duration greatest) {
        return new Span(least, greatest, ChronoUnit.MICROS);
    }

    /**
     * Durations in whole milliseconds.
     *
     * @param least the shortest span
     * @param greatest the longest span
     * @return the type
     */
    static ValueType<Duration> wholeMillis(Duration least, Duration greatest) {
        return new Span(least, greatest, ChronoUnit.MILLIS);
    }

    /** The values {@code true} and {@code false}, and the other words of {@link Flag}. */
    static ValueType<Boolean> flag() {
        return new Flag();
    }

    /**
     * A word out of a fixed set.
     *
     * @param words the allowed words
     * @return the type
     */
    static ValueType<String> oneOf(String... words) {
        return new OneOf(List.of(words));
    }

    /**
     * A set of one or more words out of a fixed set, separated by commas.
     *
     * @param words the allowed words
     * @return the type
     */
    static ValueType<Set<String>> someOf(String... words) {
        return new SomeOf(List.of(words));
    }

    /** Any text that is not blank. */
    static ValueType<String> text() {
        return text("", (key, text) -> {
            if (text.isBlank()) {
                throw new InvalidValueException(key, "It must not be blank.");
            }
            return text;
        });
    }

    /**
     * Paths of files.
     *
     * @param range the kind of file, such as {@code a PEM file}
     * @return the type
     */
    static ValueType<Path> path(String range) {
        return text(range, (key, text) -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw new InvalidValueException(key, "It is not a path.", e);
            }
        });
    }

    /**
     * Values written as text in a custom form.
     *
     * @param range the form in Markdown, for the reference
     * @param parser parses a text; it parses the {@code toString} of a value as an equal value
     * @param <T> the type of a value
     * @return the type
     */
    static <T> ValueType<T> text(String range, Text.Parser<T> parser) {
        return new Text<>(range, parser);
    }
}
