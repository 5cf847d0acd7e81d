package io.sharq.rules.limit;

import java.math.BigInteger;

/** Arithmetic on whole numbers from 0 to 2^53 - 1, which saturates instead of overflowing. */
final class Exact {
    /** The greatest number that a double holds exactly together with all lesser ones. */
    static final long MAX = (1L << 53) - 1;

    private Exact() {}

    static long plus(long one, long other) {
        return Math.min(MAX, one + other);
    }

    static long times(long one, long other) {
        return other != 0 && one > MAX / other ? MAX : one * other;
    }

    static long dividedUp(long number, long divisor) {
        return -Math.floorDiv(-number, divisor);
    }

    /** {@code number * factor / divisor}, rounded up. The product may exceed a long. */
    static long scaledUp(long number, long factor, long divisor) {
        BigInteger[] parts = BigInteger.valueOf(number)
                .multiply(BigInteger.valueOf(factor))
                .divideAndRemainder(BigInteger.valueOf(divisor));
        BigInteger up = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
        return up.min(BigInteger.valueOf(MAX)).longValue();
    }
}
