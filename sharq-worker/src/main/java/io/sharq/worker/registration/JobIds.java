package io.sharq.worker.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Generates job ids: a unique one for each call, or the hash of a content. Thread-safe. */
public final class JobIds {
    private static final int RADIX = 36;
    private static final int PREFIX_BYTES = 9;

    /** 144 bits: 24 characters of Base64 without padding, and collisions are out of reach. */
    private static final int CONTENT_BYTES = 18;

    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    /** Ids that no other generator gives, in this process or another. */
    public JobIds() {
        byte[] random = new byte[PREFIX_BYTES];
        new SecureRandom().nextBytes(random);
        prefix = HexFormat.of().formatHex(random) + "-";
    }

    /** A unique id. */
    public String next() {
        return prefix + Long.toString(count.incrementAndGet(), RADIX);
    }

    /** The id that equal contents share. */
    public static String ofContent(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, CONTENT_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
