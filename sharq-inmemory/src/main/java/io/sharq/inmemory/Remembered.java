package io.sharq.inmemory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy.VarExpiration;
import io.sharq.rules.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * What a type keeps for a while only: drained queues and finished jobs. Each type has its own, because what goes may go
 * only when the type's time has moved: with an operation of the type.
 *
 * <p>It must not be called under a queue's lock: a queue's lock is taken inside, so that the order of the two is always
 * the same.
 */
final class Remembered {
    private static final long NANOS_A_MICRO = 1_000;

    /** What the cache's timer takes together. */
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

    /** Remembers a thing for as long as it says at this call. */
    void remember(Forgettable thing) {
        cache.put(thing, thing);
    }

    /** When it may be worth dropping things again, about to the second; {@link Readiness#NEVER} if nothing is kept. */
    long nextMicros(long nowMicros) {
        VarExpiration<Forgettable, Forgettable> expiration =
                cache.policy().expireVariably().orElseThrow();
        return expiration.oldest(1).keySet().stream()
                .mapToLong(thing -> Math.max(thing.leftMicros(), GRAIN_MICROS))
                .map(leftMicros -> leftMicros > Readiness.NEVER - nowMicros ? Readiness.NEVER : nowMicros + leftMicros)
                .findFirst()
                .orElse(Readiness.NEVER);
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
