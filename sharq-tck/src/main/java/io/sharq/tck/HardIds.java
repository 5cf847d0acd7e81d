package io.sharq.tck;

import io.sharq.api.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Identifiers that a store, a path, a pattern, a log or a command line could take for another one. All are valid queue ids and job
 * ids, and no two are equal.
 */
public final class HardIds {
    private static final String CHARACTERS = characters();
    private static final String UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

    /** The lengths around which an encoding may change: those of a byte, a sign bit, a UUID, and the longest. */
    private static final int[] LENGTHS = {16, 17, 36, 37, 100, 101, 127, 128, 143, 144, 145, 199, 200};

    /** All of them. */
    public static final List<String> ALL = all();

    private HardIds() {}

    /**
     * A random identifier: one of {@link #ALL}, or any characters in any length.
     *
     * @param random where it comes from
     * @return the identifier
     */
    public static String any(Random random) {
        if (random.nextInt(3) == 0) {
            return ALL.get(random.nextInt(ALL.size()));
        }
        int length = random.nextInt(4) > 0 ? 1 + random.nextInt(6) : LENGTHS[random.nextInt(LENGTHS.length)];
        return text(random, length);
    }

    /**
     * A random identifier that resembles another one: its end is cut off or continued, one of its characters is another one, is
     * percent-encoded or decoded, or is in the other case.
     *
     * @param random where it comes from
     * @param id the other one
     * @return a different identifier
     */
    public static String near(Random random, String id) {
        String near = id;
        while (near.equals(id) || near.isEmpty() || near.length() > Bounds.MAX_IDENTIFIER_LENGTH) {
            int at = random.nextInt(id.length());
            near = switch (random.nextInt(7)) {
                case 0 -> id.substring(0, at);
                case 1 -> id + text(random, 1);
                case 2 -> id.substring(0, at) + text(random, 1) + id.substring(at + 1);
                case 3 -> id.substring(0, at) + String.format("%%%02X", (int) id.charAt(at)) + id.substring(at + 1);
                case 4 -> id.replace("%25", "%").replace("%2F", "/");
                case 5 -> id.toUpperCase(Locale.ROOT);
                default -> id.toLowerCase(Locale.ROOT);
            };
        }
        return near;
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }

    /** Printable ASCII without what identifiers may not hold, as the design states it. */
    private static String characters() {
        StringBuilder characters = new StringBuilder();
        for (char c = '!'; c <= '~'; c++) {
            if ("\"'\\<>{}^`|".indexOf(c) < 0) {
                characters.append(c);
            }
        }
        return characters.toString();
    }

    private static List<String> all() {
        List<String> ids = new ArrayList<>(List.of(
                // beginnings of others, other cases, and words
                "a",
                "A",
                "aa",
                "aA",
                "a-",
                "a_",
                "-",
                "_",
                "0",
                "00",
                "active",
                "redrive",
                "discard",
                "null",
                "true",
                // UUIDs, and what is almost one
                UUID,
                UUID.toUpperCase(Locale.ROOT),
                UUID.replace("-", ""),
                UUID + "0",
                "1" + UUID.substring(1),
                // paths, and percent signs
                ".",
                "..",
                "...",
                "./",
                "../",
                "a/.",
                "a/..",
                "a/../a",
                "/",
                "//",
                "/a",
                "a/",
                "a/a",
                "a//a",
                "%",
                "%%",
                "%2",
                "%2F",
                "%2f",
                "%252F",
                "%2E",
                "%2e%2E",
                "%00",
                "%0A",
                "%0D%0A",
                "%20",
                "%C0%AF",
                "%E9",
                "a%2Fa",
                "a%2fa",
                "a%252Fa",
                "+",
                "a+a",
                "%2B",
                "a;a",
                "a?a",
                "a#a",
                "a&a",
                "a=a",
                "?",
                "#",
                "&",
                "=",
                ";",
                ";a",
                // patterns, options, variables and expansions
                "*",
                "a*",
                "**",
                "[a]",
                "[!a]",
                "[",
                "]",
                "a?",
                "--",
                "-h",
                "--repair",
                "@",
                "@a",
                "~",
                "~root",
                "$HOME",
                "$(a)",
                "!",
                "!!",
                "(",
                ")",
                ",",
                "a,a",
                // separators of keys, messages and times
                ":",
                "::",
                "a:a",
                "a.a",
                "a@a",
                "sms:0",
                "0.0",
                // what installations use
                "+4915112345678",
                "4915112345678",
                "someone@example.org",
                "https://user:pw@[2001:db8::1]:8080/a;b=c/?d=e&f#g",
                // each character once
                CHARACTERS));
        for (int length : LENGTHS) {
            ids.add("q".repeat(length));
            ids.add("/".repeat(length));
        }
        return List.copyOf(ids);
    }
}
