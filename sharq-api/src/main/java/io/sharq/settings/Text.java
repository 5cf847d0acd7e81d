package io.sharq.settings;

import io.sharq.api.InvalidValueException;

/**
 * Texts of a form of their own.
 *
 * @param range the form in Markdown, for the reference
 * @param parser reads a text; {@code toString} of what it returns is a text that it reads as an equal value
 * @param <T> the type of a value
 */
public record Text<T>(String range, Parser<T> parser) implements ValueType<T> {
    /**
     * Reads a text.
     *
     * @param <T> the type of a value
     */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * Reads a text and checks it.
         *
         * @param key the key, for the exception
         * @param text the text
         * @return the value
         * @throws InvalidValueException if the text is no such value
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
