package io.sharq.inmemory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy.VarExpiration;
import io.sharq.rules.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * The drained queues and finished jobs of one type, each of which expires at an instant of its own. There is one instance
 * per type, because expiry follows the type's steady time. That moves only with operations of the type. Thread-safe.
 *
 * <p>Do not call it while holding a queue's lock: it takes queue locks itself, and the lock order must always be the same.
 */
final class Remembered {
    private static final long NANOS_A_MICRO = 1_000;

    /** The resolution of the cache's timer. */
    private static final long GRAIN_MICROS = 1_100_000;

    private final Cache<Forgettable, Forgettable> cache;

    Remembered(TypeClock clock) {
        this.cache = Caffeine.newBuilder()
                .ticker(() -> clock.peekMicros() * NANOS_A_MICRO)
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

    /** Registers a thing until the instant that its {@link Forgettable#leftMicros()} gives at this call. */
    void remember(Forgettable thing) {
        cache.put(thing, thing);
    }

    /** When the next thing may expire, to about a second; {@link Readiness#NEVER} if nothing is registered. */
    long nextMicros(long nowMicros) {
        VarExpiration<Forgettable, Forgettable> expiration =
                cache.policy().expireVariably().orElseThrow();
        return expiration.oldest(1).keySet().stream()
                .mapToLong(thing -> Math.max(thing.leftMicros(), GRAIN_MICROS))
                .map(leftMicros -> leftMicros > Readiness.NEVER - nowMicros ? Readiness.NEVER : nowMicros + leftMicros)
                .findFirst()
                .orElse(Readiness.NEVER);
    }

    /** Removes the things that have expired. */
    void cleanUp() {
        cache.cleanUp();
    }

    /** Takes a thing's time to live from the thing at each write. Reads do not change it. */
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
