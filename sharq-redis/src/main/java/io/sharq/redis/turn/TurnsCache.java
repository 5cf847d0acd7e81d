package io.sharq.redis.turn;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.OptionalLong;

/**
 * A bounded cache of {@link Turns} per queue type. It is bounded because type names come from callers, whether the types
 * exist or not. The turns of an evicted type begin with nothing known, so each partition is queried before the next dequeue.
 * A dequeue that still uses the evicted turns misses later updates, as it misses updates in transit. Waiting callers are
 * notified separately. Thread-safe.
 */
public final class TurnsCache {
    /** The maximum number of partitions of all types together. A partition takes a hundred bytes. */
    private static final int KEPT_PARTITIONS = 160_000;

    private static final int LEAST_KEPT_TYPES = 1_000;

    private final int partitions;
    private final Cache<String, Turns> types;
    private final RecentDequeuesCache dequeues = new RecentDequeuesCache();
    private volatile boolean isDeaf;

    public TurnsCache(int partitions) {
        this.partitions = partitions;
        this.types = Caffeine.newBuilder()
                .maximumSize(Math.max(LEAST_KEPT_TYPES, KEPT_PARTITIONS / partitions))
                .executor(Runnable::run)
                .build();
    }

    /** Returns the turns of a type, to record a response. */
    public Turns known(String type) {
        return types.get(type, name -> new Turns(partitions));
    }

    /** Returns the turns of a type, to choose a partition. Without a subscription, nothing in them counts as known. */
    public Turns of(String type) {
        Turns turns = known(type);
        if (isDeaf) {
            turns.forget();
        }
        return turns;
    }

    public RecentDequeues recent(String type) {
        return dequeues.of(type);
    }

    /** Records that an operation, of this client or of another, changed a partition. */
    public void changed(String type, int partition, long revision, OptionalLong headMicros) {
        Turns turns = types.getIfPresent(type);
        if (turns != null && partition < partitions) {
            turns.changed(partition, revision, headMicros);
        }
    }

    /** Records that the subscription is lost: other clients' changes are not received. */
    void deafen() {
        isDeaf = true;
    }

    /** Records that the subscription is active. Changes may have been missed, so nothing counts as known. */
    void hear() {
        isDeaf = false;
        types.asMap().values().forEach(Turns::forget);
    }

    /** The number of cached types. */
    public long size() {
        types.cleanUp();
        return types.estimatedSize();
    }
}
