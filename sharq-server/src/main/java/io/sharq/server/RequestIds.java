package io.sharq.server;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ids by which requests are found in logs. Thread-safe. */
final class RequestIds {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final String prefix;
    private final AtomicLong last = new AtomicLong();

    /** No two processes have the same ids. */
    RequestIds() {
        byte[] bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        prefix = HexFormat.of().formatHex(bytes) + "-";
    }

    /** The client's own id, if it is one that a log can hold; else a new one. */
    String of(@Nullable String given) {
        return given != null && ALLOWED.matcher(given).matches()
                ? given
                : prefix + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
    }
}
