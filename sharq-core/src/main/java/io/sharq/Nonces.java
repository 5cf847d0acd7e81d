package io.sharq;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Generates nonces for calls: unique in a process, and unlikely to collide with those of another. A counter with a
 * random start is spread over all 64 bits by the mixer of SplitMix64 (Steele, Lea and Flood, 2014), which is a
 * bijection. Thread-safe.
 */
final class Nonces {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final AtomicLong counter = new AtomicLong(new SecureRandom().nextLong());

    long next() {
        long z = counter.addAndGet(GOLDEN_GAMMA);
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
