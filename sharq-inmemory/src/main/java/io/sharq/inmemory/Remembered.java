package io.sharq.inmemory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.sharq.spi.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * What is kept for a while only: drained queues and finished jobs, of all types.
 *
 * <p>It must not be called under a queue's lock: a queue's lock is taken inside, so that the order of the two is always
 * the same.
 */
final class Remembered {
    private static final long NANOS_A_MICRO = 1_000;

    private final Cache<Forgettable, Forgettable> cache;

    Remembered(TimeSource source) {
        this.cache = Caffeine.newBuilder()
                .ticker(() -> source.nowMicros() * NANOS_A_MICRO)
                .executor(Runnable::run)
                .expireAfter(new Until())
                .removalListener((key, value, cause) -> drop(key, cause.wasEvicted()))
                .build();
    }

    private static void drop(@Nullable Forgettable thing, boolean isExpired) {
        if (thing != null && isExpired) {
            thing.forgetIfDue();
        }
    }

    /** Remembers a thing for as long as it says at this call. */
    void remember(Forgettable thing) {
        cache.put(thing, thing);
    }

    /** Drops what may be dropped. */
    void cleanUp() {
        cache.cleanUp();
    }

    /** As long as the thing says whenever it is written; reading changes nothing. */
    private static final class Until implements Expiry<Forgettable, Forgettable> {
        @Override
        public long expireAfterCreate(Forgettable key, Forgettable value, long currentNanos) {
            long left = Math.max(0, value.leftMicros());
            return left > Long.MAX_VALUE / NANOS_A_MICRO ? Long.MAX_VALUE : left * NANOS_A_MICRO;
        }

        @Override
        public long expireAfterUpdate(Forgettable key, Forgettable value, long currentNanos, long durationNanos) {
            return expireAfterCreate(key, value, currentNanos);
        }

        @Override
        public long expireAfterRead(Forgettable key, Forgettable value, long currentNanos, long durationNanos) {
            return durationNanos;
        }
    }
}
