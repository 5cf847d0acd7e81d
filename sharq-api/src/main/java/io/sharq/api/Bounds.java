package io.sharq.api;

/** The bounds of all values that SharQ accepts, and the checks that enforce them (rule 17). */
public final class Bounds {
    /** The greatest number of characters in a queue type. */
    public static final int MAX_QUEUE_TYPE_LENGTH = 100;

    /** The greatest number of characters in an identifier: a queue id or a job id. */
    public static final int MAX_IDENTIFIER_LENGTH = 200;

    /** The greatest interval, in milliseconds: 365 days. */
    public static final long MAX_INTERVAL_MILLIS = 365L * 24 * 60 * 60 * 1_000;

    /** The greatest delay, hold, lease or retention, in microseconds: 365 days. */
    public static final long MAX_SPAN_MICROS = MAX_INTERVAL_MILLIS * 1_000;

    /** The least order of a job, released first. */
    public static final int MIN_ORDER = Short.MIN_VALUE;

    /** The greatest order of a job, released last. */
    public static final int MAX_ORDER = Short.MAX_VALUE;

    /** The requeue limit of a job that is always requeued. */
    public static final int REQUEUE_ALWAYS = -1;

    /** The greatest requeue limit, concurrency or longest length. */
    public static final int MAX_COUNT = 1_000_000_000;

    /** The greatest number of items in one request to a backend, whatever the facade's own limit. */
    public static final int MAX_BATCH = 10_000;

    /** The greatest number of characters in the name of a consumer. */
    public static final int MAX_CONSUMER_LENGTH = 100;

    /** The greatest number of characters in a pattern of queue ids. */
    public static final int MAX_PATTERN_LENGTH = 200;

    /** The greatest number of patterns for which a type has defaults. */
    public static final int MAX_PATTERNS = 100;

    /** The greatest number of headers of a job. */
    public static final int MAX_HEADERS = 16;

    /** The greatest number of characters in the name of a header. */
    public static final int MAX_HEADER_NAME_LENGTH = 100;

    /** The greatest size of the names and values of a job's headers together, in bytes of UTF-8. */
    public static final int MAX_HEADERS_BYTES = 4_096;

    /** The greatest number of characters in the reason of a failure or a hold. */
    public static final int MAX_REASON_LENGTH = 1_000;

    /** The greatest number of bytes in the result of a job: 64 KiB. */
    public static final int MAX_RESULT_BYTES = 64 * 1024;

    /** The Unicode replacement character. */
    private static final int REPLACEMENT = 0xFFFD;

    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final String LISTED_IDENTIFIER_CHARACTERS =
            "A-Z, a-z, 0-9 and ! # $ % & ( ) * + , - . / : ; = ? @ [ ] _ ~";

    // Lookup tables, because every operation checks several names.
    private static final boolean[] TYPE_CHARACTERS = table(ALPHANUMERIC + "_-");
    private static final boolean[] IDENTIFIER_CHARACTERS = table(ALPHANUMERIC + "!#$%&()*+,-./:;=?@[]_~");

    private Bounds() {}

    private static boolean[] table(String characters) {
        boolean[] table = new boolean[0x80];
        characters.chars().forEach(c -> table[c] = true);
        return table;
    }

    /**
     * Checks a queue type: 1 to 100 of {@code A-Z a-z 0-9 _ -}.
     *
     * @param field the field's name
     * @param value the queue type
     * @return the queue type
     * @throws InvalidValueException if it is not one
     */
    public static String queueType(String field, String value) {
        return checked(field, value, MAX_QUEUE_TYPE_LENGTH, TYPE_CHARACTERS, "A-Z, a-z, 0-9, _ and -");
    }

    /**
     * Checks an identifier, which is a queue id or a job id: 1 to 200 of {@code A-Z a-z 0-9 ! # $ % & ( ) * + , - . / : ; = ? @
     * [ ] _ ~}. These are the printable characters of ASCII, except the space, quotes, the backslash, angle brackets, braces,
     * {@code ^}, the backtick and {@code |}.
     *
     * @param field the field's name
     * @param value the identifier
     * @return the identifier
     * @throws InvalidValueException if it is not one
     */
    public static String identifier(String field, String value) {
        return checked(field, value, MAX_IDENTIFIER_LENGTH, IDENTIFIER_CHARACTERS, LISTED_IDENTIFIER_CHARACTERS);
    }

    /**
     * Checks the name of a consumer: 1 to 100 of the characters of an identifier.
     *
     * @param field the field's name
     * @param value the name
     * @return the name
     * @throws InvalidValueException if it is not one
     */
    public static String consumer(String field, String value) {
        return checked(field, value, MAX_CONSUMER_LENGTH, IDENTIFIER_CHARACTERS, LISTED_IDENTIFIER_CHARACTERS);
    }

    /**
     * Checks a pattern of queue ids: a prefix of 0 to 199 characters of a queue id, and {@code *}.
     *
     * @param field the field's name
     * @param value the pattern
     * @return the pattern
     * @throws InvalidValueException if it is none
     */
    public static String pattern(String field, String value) {
        checked(field, value, MAX_PATTERN_LENGTH, IDENTIFIER_CHARACTERS, LISTED_IDENTIFIER_CHARACTERS);
        if (!value.endsWith("*")) {
            throw new InvalidValueException(field, "It must be a prefix followed by `*`, but does not end with `*`.");
        }
        return value;
    }

    private static String checked(String field, String value, int longest, boolean[] allowed, String listed) {
        int length = required(field, value).length();
        if (length == 0 || length > longest) {
            throw new InvalidValueException(
                    field, "It must have 1 to " + longest + " characters, but has " + length + ".");
        }
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= allowed.length || !allowed[c]) {
                throw new InvalidValueException(
                        field,
                        "It may hold only " + listed + ", but has " + shown(value.codePointAt(i)) + " at position " + i
                                + ".");
            }
        }
        return value;
    }

    /** The number of a character, and the character itself if it is printable ASCII. */
    private static String shown(int character) {
        String number = String.format("U+%04X", character);
        return character > ' ' && character < 0x7f ? number + " (" + Character.toString(character) + ")" : number;
    }

    /**
     * Checks that a value is not null, in case a caller ignores the nullness annotations.
     *
     * @param field the field's name
     * @param value the value
     * @param <T> the value's type
     * @return the value
     * @throws InvalidValueException if it is null
     */
    public static <T> T required(String field, T value) {
        if (value == null) {
            throw new InvalidValueException(field, "It must not be null.");
        }
        return value;
    }

    /**
     * Checks a span of microseconds.
     *
     * @param field the field's name
     * @param micros the span
     * @param least the least span allowed
     * @return the span
     * @throws InvalidValueException if it is shorter, or longer than {@link #MAX_SPAN_MICROS}
     */
    public static long span(String field, long micros, long least) {
        if (micros < least || micros > MAX_SPAN_MICROS) {
            throw new InvalidValueException(
                    field,
                    "It must be from " + least + " to " + MAX_SPAN_MICROS + " microseconds (365 days), but is " + micros
                            + ".");
        }
        return micros;
    }

    /**
     * Checks a whole number.
     *
     * @param field the field's name
     * @param value the number
     * @param least the least value allowed
     * @param greatest the greatest value allowed
     * @return the number
     * @throws InvalidValueException if it is outside
     */
    public static long range(String field, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new InvalidValueException(
                    field, "It must be between " + least + " and " + greatest + ", but is " + value + ".");
        }
        return value;
    }

    /**
     * Checks a reason. An unpaired surrogate, which no encoding can represent, is replaced by U+FFFD.
     *
     * @param field the field's name
     * @param value the reason
     * @return the reason as it is stored
     * @throws InvalidValueException if it is longer than {@link #MAX_REASON_LENGTH}
     */
    public static String reason(String field, String value) {
        if (required(field, value).length() > MAX_REASON_LENGTH) {
            throw new InvalidValueException(
                    field,
                    "It must have at most " + MAX_REASON_LENGTH + " characters, but has " + value.length() + ".");
        }
        return wellFormed(value);
    }

    private static String wellFormed(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return text;
        }
        // codePoints() yields unpaired surrogates as they are; a valid pair is never in that range.
        return text.codePoints()
                .map(point ->
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? REPLACEMENT : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
