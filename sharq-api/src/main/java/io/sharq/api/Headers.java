package io.sharq.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A small map of strings that a job carries beside its payload, such as the context of a trace or a tag. SharQ stores the
 * headers and does not interpret them. Immutable and thread-safe.
 *
 * <p>There are at most {@value Bounds#MAX_HEADERS} headers. Their names and values together have at most {@value
 * Bounds#MAX_HEADERS_BYTES} bytes in UTF-8. A name has 1 to {@value Bounds#MAX_HEADER_NAME_LENGTH} of {@code A-Z a-z 0-9 !
 * # $ % & ' * + - . ^ _ ` | ~}, which are the characters of a header's name in HTTP. Names that differ only in case are the
 * same name; the case is kept. A value is any string without control characters, and may be empty.
 *
 * <p>Two sets of headers are equal if they have the same names, in the same case, with the same values. The order is kept,
 * and does not count.
 */
public final class Headers {
    /** No headers. */
    public static final Headers NONE = new Headers(Map.of());

    private static final String FIELD = "headers";

    private static final String NAME_CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~";

    private final Map<String, String> values;

    private Headers(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Headers with these names and values.
     *
     * @param values the values by name, in the order in which they are kept
     * @return the headers
     * @throws InvalidValueException if one is invalid, a name appears twice, or there are too many
     */
    public static Headers of(Map<String, String> values) {
        Map<String, String> copy = new LinkedHashMap<>(Bounds.required(FIELD, values));
        if (copy.isEmpty()) {
            return NONE;
        }
        if (copy.size() > Bounds.MAX_HEADERS) {
            throw invalid("It must have at most " + Bounds.MAX_HEADERS + " headers, but has " + copy.size() + ".");
        }
        TreeMap<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int bytes = 0;
        for (Map.Entry<String, String> header : copy.entrySet()) {
            String name = checkedName(header.getKey());
            bytes += name.length() + checkedValue(name, header.getValue()).getBytes(UTF_8).length;
            String same = names.put(name, name);
            if (same != null) {
                throw invalid("The names " + same + " and " + name + " differ only in case.");
            }
        }
        if (bytes > Bounds.MAX_HEADERS_BYTES) {
            throw invalid("The names and values must have at most " + Bounds.MAX_HEADERS_BYTES + " bytes, but have "
                    + bytes + ".");
        }
        return new Headers(Collections.unmodifiableMap(copy));
    }

    /**
     * One header.
     *
     * @param name its name
     * @param value its value
     * @return the headers
     * @throws InvalidValueException if one is invalid
     */
    public static Headers of(String name, String value) {
        return NONE.with(name, value);
    }

    private static String checkedName(String name) {
        if (name == null) {
            throw invalid("A name must not be null.");
        }
        if (name.isEmpty() || name.length() > Bounds.MAX_HEADER_NAME_LENGTH) {
            throw invalid("A name must have 1 to " + Bounds.MAX_HEADER_NAME_LENGTH + " characters, but one has "
                    + name.length() + ".");
        }
        for (int i = 0; i < name.length(); i++) {
            if (NAME_CHARACTERS.indexOf(name.charAt(i)) < 0) {
                throw invalid("A name may hold only A-Z, a-z, 0-9 and ! # $ % & ' * + - . ^ _ ` | ~, but one has "
                        + shown(name.codePointAt(i)) + " at position " + i + ".");
            }
        }
        return name;
    }

    private static String checkedValue(String name, String value) {
        if (value == null) {
            throw invalid("The value of " + name + " must not be null.");
        }
        for (int i = 0; i < value.length(); i++) {
            int character = value.codePointAt(i);
            if (Character.isISOControl(character)) {
                throw invalid("The value of " + name + " has the control character " + shown(character)
                        + " at position " + i + ".");
            }
            if (Character.charCount(character) == 2) {
                i++;
            } else if (Character.isSurrogate((char) character)) {
                throw invalid("The value of " + name + " has the unpaired surrogate " + shown(character)
                        + " at position " + i + ".");
            }
        }
        return value;
    }

    private static String shown(int character) {
        return String.format(Locale.ROOT, "U+%04X", character);
    }

    private static InvalidValueException invalid(String fault) {
        return new InvalidValueException(FIELD, fault);
    }

    /**
     * Sets a header. A header of the same name is replaced, also if it is written in another case.
     *
     * @param name its name
     * @param value its value
     * @return headers with this one
     * @throws InvalidValueException if one is invalid, or there are too many
     */
    public Headers with(String name, String value) {
        Bounds.required(FIELD, name);
        Bounds.required(FIELD, value);
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.keySet().removeIf(other -> other.equalsIgnoreCase(name));
        changed.put(name, value);
        return of(changed);
    }

    /**
     * Returns the value of a header.
     *
     * @param name its name, in any case
     * @return the value, or empty if there is no such header
     * @throws InvalidValueException if the name is null
     */
    public Optional<String> value(String name) {
        Bounds.required(FIELD, name);
        for (Map.Entry<String, String> header : values.entrySet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return Optional.of(header.getValue());
            }
        }
        return Optional.empty();
    }

    /**
     * Tells whether there are no headers.
     *
     * @return whether there are none
     */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * The values by name.
     *
     * @return an unmodifiable map, in the order in which the headers were given
     */
    public Map<String, String> toMap() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers headers && values.equals(headers.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values);
    }

    /** Returns only the names: the values are user data and do not belong in logs. */
    @Override
    public String toString() {
        return "Headers" + values.keySet();
    }
}
