package io.sharq.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The credentials of a header {@code Authorization}. */
sealed interface Credentials {
    /** A user and a password. */
    record Basic(String user, String password) implements Credentials {
        @Override
        public String toString() {
            return "Basic[" + user + "]";
        }
    }

    /** A token. */
    record Bearer(String token) implements Credentials {
        @Override
        public String toString() {
            return "Bearer[...]";
        }
    }

    /** Parses the header; empty if it is absent or malformed. */
    static Optional<Credentials> parse(@Nullable String header) {
        int blank = header == null ? -1 : header.indexOf(' ');
        if (header == null || blank < 0) {
            return Optional.empty();
        }
        String value = header.substring(blank + 1).strip();
        return switch (header.substring(0, blank).toLowerCase(Locale.ROOT)) {
            case "basic" -> basic(value);
            case "bearer" -> Optional.of(new Bearer(value));
            default -> Optional.empty();
        };
    }

    private static Optional<Credentials> basic(String value) {
        try {
            String text = new String(Base64.getDecoder().decode(value), UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Basic(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
