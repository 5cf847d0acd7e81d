package io.sharq.worker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Job ids: one of its own for each request, or one that equal requests share. Thread-safe. */
final class RequestIds {
    private static final int RADIX = 36;
    private static final int PREFIX_BYTES = 9;

    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    RequestIds() {
        byte[] random = new byte[PREFIX_BYTES];
        new SecureRandom().nextBytes(random);
        prefix = HexFormat.of().formatHex(random) + "-";
    }

    String next() {
        return prefix + Long.toString(count.incrementAndGet(), RADIX);
    }

    static String ofContent(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String ofContent(String content) {
        return ofContent(content.getBytes(StandardCharsets.UTF_8));
    }
}
