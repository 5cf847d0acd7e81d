package io.sharq.server;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Request ids, which correlate responses with log lines. Thread-safe. */
final class RequestIds {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final String prefix;
    private final AtomicLong last = new AtomicLong();

    /** Random, so that ids of two processes differ. */
    RequestIds() {
        byte[] bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        prefix = HexFormat.of().formatHex(bytes) + "-";
    }

    /** The id that the client sent, if it is safe to log; otherwise a new one. */
    String of(@Nullable String given) {
        return given != null && ALLOWED.matcher(given).matches()
                ? given
                : prefix + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
    }
}
