package io.sharq.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the failed and the pending checks of credentials of each address, so that guessing does not delay other clients. The
 * number of addresses that are kept is bounded; one is forgotten after a minute without a check. Thread-safe.
 */
final class AttemptLimiter {
    private static final double NANOS_A_SECOND = 1e9;
    private static final int MOST_ADDRESSES = 10_000;

    /**
     * The limits of one address.
     *
     * @param failuresPerSecond checks that fail, in the long run
     * @param failuresAtOnce checks that fail after a quiet time, and those that are pending
     */
    record Bounds(int failuresPerSecond, int failuresAtOnce) {}

    /** The checks of one address. */
    private final class Address {
        private int underWay;
        private double failuresLeft = bounds.failuresAtOnce();
        private long filledAt = nanoTime.getAsLong();

        synchronized boolean begin() {
            long now = nanoTime.getAsLong();
            double more = (now - filledAt) / NANOS_A_SECOND * bounds.failuresPerSecond();
            failuresLeft = Math.min(bounds.failuresAtOnce(), failuresLeft + more);
            filledAt = now;
            // Each pending check may fail.
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

    AttemptLimiter(Bounds bounds, LongSupplier nanoTime) {
        this.bounds = bounds;
        this.nanoTime = nanoTime;
        this.addresses = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterAccess(Duration.ofMinutes(1))
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /** A pending check. */
    interface Attempt {
        /** To be called once. */
        void end(boolean isRight);
    }

    /** Begins a check; null if the address is over a limit. */
    @Nullable
    Attempt begin(String address) {
        Address known = addresses.get(address, any -> new Address());
        return known.begin() ? known::end : null;
    }
}
