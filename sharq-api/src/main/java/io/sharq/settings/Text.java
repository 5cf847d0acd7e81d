package io.sharq.settings;

import io.sharq.api.InvalidValueException;

/**
 * Values written as text in a custom form.
 *
 * @param range the form in Markdown, for the reference
 * @param parser parses a text; it parses the {@code toString} of a value as an equal value
 * @param <T> the type of a value
 */
public record Text<T>(String range, Parser<T> parser) implements ValueType<T> {
    /**
     * Parses a text.
     *
     * @param <T> the type of a value
     */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * Parses a text and checks the value.
         *
         * @param key the key, for the exception
         * @param text the text
         * @return the value
         * @throws InvalidValueException if the text is not a valid value
         */
        T parse(String key, String text);
    }

    @Override
    public T parse(String key, String text) {
        return parser.parse(key, text);
    }

    @Override
    public T check(String key, T value) {
        return parse(key, text(value));
    }
}
