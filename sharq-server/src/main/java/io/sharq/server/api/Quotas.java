package io.sharq.server.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sharq.api.QueueKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Rate limits of each caller: requests and bytes a second, with a burst of one second, and new queues an
 * hour, because a queue exists by being named. Each server counts for itself. Thread-safe.
 */
public final class Quotas {
    private static final long NANOS_A_SECOND = 1_000_000_000L;
    private static final long NANOS_AN_HOUR = 3_600 * NANOS_A_SECOND;
    private static final int MOST_ACCOUNTS = 100_000;

    /**
     * The bounds; 0 means none.
     *
     * @param requestsPerSecond requests of one caller
     * @param bytesPerSecond bytes of their bodies
     * @param queuesPerHour different queues that it enqueues to
     */
    public record Bounds(int requestsPerSecond, int bytesPerSecond, int queuesPerHour) {}

    /** What one caller has left. */
    private final class Account {
        private double requests = bounds.requestsPerSecond();
        private double bytes = bounds.bytesPerSecond();
        private long filledAt = nanoTime.getAsLong();
        private long hourBegan = filledAt;
        private final Set<QueueKey> queues = new HashSet<>();

        /** A body may be larger than a second's worth: it is taken if anything is left, and paid off after. */
        synchronized void take(long size) {
            long now = nanoTime.getAsLong();
            double seconds = (double) (now - filledAt) / NANOS_A_SECOND;
            filledAt = now;
            requests = Math.min(bounds.requestsPerSecond(), requests + seconds * bounds.requestsPerSecond());
            bytes = Math.min(bounds.bytesPerSecond(), bytes + seconds * bounds.bytesPerSecond());
            if (bounds.requestsPerSecond() > 0 && requests < 1) {
                throw new TooManyException("Too many requests a second.", 1);
            }
            if (bounds.bytesPerSecond() > 0 && bytes <= 0) {
                long wait = (long) Math.ceil(-bytes / bounds.bytesPerSecond());
                throw new TooManyException("Too many bytes a second.", Math.max(1, wait));
            }
            requests -= 1;
            bytes -= size;
        }

        synchronized void takeQueue(QueueKey queue) {
            long now = nanoTime.getAsLong();
            if (now - hourBegan >= NANOS_AN_HOUR) {
                hourBegan = now;
                queues.clear();
            }
            if (queues.size() >= bounds.queuesPerHour() && !queues.contains(queue)) {
                long left = NANOS_AN_HOUR - (now - hourBegan);
                throw new TooManyException("Too many different queues an hour.", Math.max(1, left / NANOS_A_SECOND));
            }
            queues.add(queue);
        }
    }

    private final Bounds bounds;
    private final LongSupplier nanoTime;

    /** An account that nobody used for an hour is as good as new. Issuers of tokens and addresses make ever more. */
    private final Cache<QuotaKey, Account> accounts;

    /**
     * Full accounts.
     *
     * @param bounds the bounds
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    public Quotas(Bounds bounds, LongSupplier nanoTime) {
        this.bounds = bounds;
        this.nanoTime = nanoTime;
        this.accounts = Caffeine.newBuilder()
                .maximumSize(MOST_ACCOUNTS)
                .expireAfterAccess(Duration.ofNanos(NANOS_AN_HOUR))
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /**
     * Takes a request.
     *
     * @param quotaKey the caller
     * @param bytes the size of its body
     * @throws TooManyException if the caller is over a bound
     */
    public void take(QuotaKey quotaKey, long bytes) {
        if (bounds.requestsPerSecond() > 0 || bounds.bytesPerSecond() > 0) {
            account(quotaKey).take(bytes);
        }
    }

    void takeQueue(QuotaKey quotaKey, QueueKey queue) {
        if (bounds.queuesPerHour() > 0) {
            account(quotaKey).takeQueue(queue);
        }
    }

    private Account account(QuotaKey quotaKey) {
        return accounts.get(quotaKey, any -> new Account());
    }

    /** How many accounts there are. */
    long size() {
        accounts.cleanUp();
        return accounts.estimatedSize();
    }
}
