package io.sharq.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many checks of credentials each address may have that fail or are under way, so that who guesses holds up nobody
 * else. As many addresses are kept as a bound says, each until it has been quiet for a minute.
 * Thread-safe.
 */
final class Attempts {
    private static final double NANOS_A_SECOND = 1e9;
    private static final int MOST_ADDRESSES = 10_000;

    /**
     * The bounds of one address.
     *
     * @param failuresPerSecond checks that fail, in the long run
     * @param failuresAtOnce checks that fail after a quiet time, and those under way
     */
    record Bounds(int failuresPerSecond, int failuresAtOnce) {}

    /** What one address does. */
    private final class Address {
        private int underWay;
        private double failuresLeft = bounds.failuresAtOnce();
        private long filledAt = nanoTime.getAsLong();

        synchronized boolean begin() {
            long now = nanoTime.getAsLong();
            double more = (now - filledAt) / NANOS_A_SECOND * bounds.failuresPerSecond();
            failuresLeft = Math.min(bounds.failuresAtOnce(), failuresLeft + more);
            filledAt = now;
            // Each of those under way may fail.
            if (failuresLeft - underWay < 1) {
                return false;
            }
            underWay++;
            return true;
        }

        synchronized void end(boolean isRight) {
            underWay--;
            if (!isRight) {
                failuresLeft -= 1;
            }
        }
    }

    private final Bounds bounds;
    private final LongSupplier nanoTime;
    private final Cache<String, Address> addresses;

    Attempts(Bounds bounds, LongSupplier nanoTime) {
        this.bounds = bounds;
        this.nanoTime = nanoTime;
        this.addresses = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterAccess(Duration.ofMinutes(1))
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /** One check that is under way. */
    interface Attempt {
        /** To be called once. */
        void end(boolean isRight);
    }

    /** Begins a check; null if the address has too many. */
    @Nullable
    Attempt begin(String address) {
        Address known = addresses.get(address, any -> new Address());
        return known.begin() ? known::end : null;
    }
}
