package io.sharq.api;

import java.util.HexFormat;

/**
 * The proof that a caller holds a lease. The number increases with every lease of the partition, and the nonce is
 * that of the dequeue that created the lease. So no two leases share a token, even if a failover has lost the last
 * writes.
 *
 * @param number the number of the lease, at least 0
 * @param nonce the nonce of the dequeue
 */
public record LeaseToken(long number, long nonce) {
    private static final int TEXT_LENGTH = 32;

    /**
     * Checks the number.
     *
     * @param number the number of the lease
     * @param nonce the nonce of the dequeue
     * @throws InvalidValueException if it is below 0
     */
    public LeaseToken {
        Bounds.range("lease", number, 0, Long.MAX_VALUE);
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @param text 32 hexadecimal digits
     * @return the token
     * @throws InvalidValueException if the text is not a token
     */
    public static LeaseToken parse(String text) {
        if (Bounds.required("lease", text).length() != TEXT_LENGTH) {
            throw new InvalidValueException(
                    "lease", "It must have " + TEXT_LENGTH + " hexadecimal digits, but has " + text.length() + ".");
        }
        try {
            return new LeaseToken(
                    HexFormat.fromHexDigitsToLong(text, 0, TEXT_LENGTH / 2),
                    HexFormat.fromHexDigitsToLong(text, TEXT_LENGTH / 2, TEXT_LENGTH));
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("lease", "It must have " + TEXT_LENGTH + " hexadecimal digits.");
        }
    }

    /** Returns 32 hexadecimal digits that {@link #parse(String)} reads back. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(number) + hex.toHexDigits(nonce);
    }
}
