package io.sharq.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log: a line in Apache's combined format for each answered request, sent to the logger {@value #NAME} at the level
 * INFO. The logging configuration decides where the lines go; {@link AccessLogFile} sends them to the file that the key
 * {@code accesslog} names. Thread-safe.
 */
final class AccessLog {
    /** The name of the logger. */
    static final String NAME = "io.sharq.access";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);
    private static final int LONGEST_FIELD = 1_000;

    /**
     * More than a path with the longest names, 1,520 characters if each is percent-encoded: names may differ in their last
     * character.
     */
    private static final int LONGEST_REQUEST = 4_000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /**
     * An answered request; what is not known is null.
     *
     * @param address the address of the client
     * @param user the name of the principal
     * @param at the instant of its response
     * @param method its method
     * @param uri its target
     * @param protocol its HTTP version
     * @param status the status of the response
     * @param bytes the size of the response's body
     * @param referer the header {@code Referer}
     * @param agent the header {@code User-Agent}
     */
    record Entry(
            @Nullable String address,
            String user,
            Instant at,
            String method,
            String uri,
            String protocol,
            int status,
            long bytes,
            @Nullable String referer,
            @Nullable String agent) {
        /** The line of the log, without its end. */
        @Override
        public String toString() {
            return String.join(
                    " ",
                    address == null ? "-" : address,
                    "-",
                    // A blank would begin the next field.
                    escape(user).replace(" ", "\\u0020"),
                    "[" + TIME.format(at) + "]",
                    '"' + escape(method + " " + uri + " " + protocol, LONGEST_REQUEST) + '"',
                    Integer.toString(status),
                    bytes == 0 ? "-" : Long.toString(bytes),
                    '"' + escape(referer) + '"',
                    '"' + escape(agent) + '"');
        }
    }

    private AccessLog() {}

    /** Whether the lines go anywhere. Building an entry is wasted if not. */
    static boolean isEnabled() {
        return LOG.isInfoEnabled();
    }

    /** Logs a request. An asynchronous appender formats the line on its own thread. */
    static void log(Entry entry) {
        LOG.info("{}", entry);
    }

    /** As Apache does: nothing that a client sends ends a line, closes a quote, or moves a terminal's cursor. */
    static String escape(@Nullable String text) {
        return escape(text, LONGEST_FIELD);
    }

    private static String escape(@Nullable String text, int longest) {
        if (text == null || text.isEmpty()) {
            return "-";
        }
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < Math.min(text.length(), longest); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                escaped.append(c);
            } else {
                escaped.append(String.format("\\u%04x", (int) c));
            }
        }
        return escaped.toString();
    }
}
