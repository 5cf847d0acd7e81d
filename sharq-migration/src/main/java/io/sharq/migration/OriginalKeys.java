package io.sharq.migration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The names of the original's keys, and of those that an import keeps beside them. The latter have an empty part, which no
 * name of the original is, so the two never meet.
 */
final class OriginalKeys {
    private static final String GLOB = "*?[]\\";

    private final String prefix;

    OriginalKeys(String prefix) {
        this.prefix = text(prefix.getBytes(UTF_8));
    }

    /** The prefix as stored bytes, one character for each. */
    String prefix() {
        return prefix;
    }

    byte[] queues(String type) {
        return bytes(prefix + ":" + type);
    }

    byte[] active(String type) {
        return bytes(prefix + ":" + type + ":active");
    }

    byte[] payloads() {
        return bytes(prefix + ":payload");
    }

    byte[] intervals() {
        return bytes(prefix + ":interval");
    }

    byte[] readyTypes() {
        return bytes(prefix + ":ready:queue_type");
    }

    byte[] activeTypes() {
        return bytes(prefix + ":active:queue_type");
    }

    /** The fenced queues, by the instant until which the original's limiter would have held them. */
    byte[] fenced() {
        return bytes(prefix + "::import:fenced");
    }

    /** The queues that the import holds in the target, by the hold that they had before. */
    byte[] held() {
        return bytes(prefix + "::import:held");
    }

    /** The jobs that were not moved, by the reason. */
    byte[] aside() {
        return bytes(prefix + "::import:aside");
    }

    /** A pattern of all keys with the prefix. */
    String pattern() {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            escaped.append(GLOB.indexOf(c) >= 0 ? "\\" : "").append(c);
        }
        return escaped + ":*";
    }

    /** What follows the prefix and its colon. */
    String suffix(byte[] key) {
        return text(key).substring(prefix.length() + 1);
    }

    static byte[] bytes(String name) {
        return name.getBytes(ISO_8859_1);
    }

    static String text(byte[] name) {
        return new String(name, ISO_8859_1);
    }
}
