package io.sharq.server.auth;

import io.sharq.api.InvalidValueException;
import java.util.Arrays;
import java.util.List;

/** The queue types that a principal may touch. Immutable. */
public final class TypePatterns {
    /** Every queue type. */
    public static final TypePatterns ALL = new TypePatterns(List.of("*"));

    private final List<String> patterns;

    private TypePatterns(List<String> patterns) {
        this.patterns = patterns;
    }

    /**
     * Reads a list such as {@code sms,call-*}; a star stands for any end of a name.
     *
     * @param field what an error names
     * @param list the patterns, with commas between them
     * @return the patterns
     * @throws InvalidValueException if one of them is no pattern
     */
    public static TypePatterns parse(String field, String list) {
        List<String> patterns =
                Arrays.stream(list.split(",", -1)).map(String::strip).toList();
        for (String pattern : patterns) {
            if (!pattern.matches("[A-Za-z0-9_-]{0,100}\\*?") || pattern.isEmpty()) {
                throw new InvalidValueException(
                        field,
                        "\"" + pattern + "\" is neither a queue type nor the beginning of one with a star behind it.");
            }
        }
        return new TypePatterns(patterns);
    }

    /**
     * Whether a queue type is one of them.
     *
     * @param type the queue type
     * @return whether it is
     */
    public boolean include(String type) {
        for (String pattern : patterns) {
            if (pattern.endsWith("*")
                    ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                    : type.equals(pattern)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether every queue type is one of them.
     *
     * @return whether there is no bound
     */
    public boolean isAll() {
        return patterns.contains("*");
    }

    @Override
    public String toString() {
        return String.join(",", patterns);
    }
}
