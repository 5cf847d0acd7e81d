package io.sharq.worker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Job ids: one of its own for each request, or one that equal requests share. Thread-safe. */
final class RequestIds {
    private static final int RADIX = 36;
    private static final int PREFIX_BYTES = 9;

    /** So that 24 characters say it, without padding, and no two contents meet by chance. */
    private static final int CONTENT_BYTES = 18;

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

    static String ofContent(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, CONTENT_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
