package io.sharq.redis.turn;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.OptionalLong;

/**
 * What this client knows of the turns of the types that it dequeues from, at most so many: whoever asks for a type, there or
 * not, chooses its name. The turns of a type that is forgotten begin anew, with nothing known, so that each partition is
 * looked at before the next dequeue. A dequeue that was under way with the old ones misses what is told meanwhile, as it does
 * what is still on its way: whoever waits for jobs hears of that beside it. Thread-safe.
 */
public final class TurnsCache {
    /** Of all types together: a partition takes a hundred bytes. */
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

    /** To learn from an answer. */
    public Turns known(String type) {
        return types.get(type, name -> new Turns(partitions));
    }

    /** To choose by. */
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

    /** An operation, of this client or of another, changed a partition. */
    public void changed(String type, int partition, long revision, OptionalLong headMicros) {
        Turns turns = types.getIfPresent(type);
        if (turns != null && partition < partitions) {
            turns.changed(partition, revision, headMicros);
        }
    }

    /** From now on nothing is heard of what other clients do. */
    void deafen() {
        isDeaf = true;
    }

    /** From now on it is heard again; what happened meanwhile is not known. */
    void hear() {
        isDeaf = false;
        types.asMap().values().forEach(Turns::forget);
    }

    /** How many types are known. */
    public long size() {
        types.cleanUp();
        return types.estimatedSize();
    }
}
