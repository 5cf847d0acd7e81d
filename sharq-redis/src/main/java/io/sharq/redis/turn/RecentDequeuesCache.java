package io.sharq.redis.turn;

import io.sharq.redis.turn.RecentDequeues.Parts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A bounded cache of the partitions in which recent dequeues got jobs, or may have. It keeps the last
 * {@value #KEPT_OF_A_TYPE} of a type, and {@value #KEPT} of all types together. Beyond that it evicts the type whose last
 * such dequeue is the oldest. A type without such a dequeue takes no space, so requests for types that do not exist evict
 * nothing. If a dequeue is evicted too soon, a repetition of its nonce is a new dequeue, and its first jobs wait until their
 * leases expire. Thread-safe.
 */
final class RecentDequeuesCache {
    static final int KEPT_OF_A_TYPE = 4_096;
    static final int KEPT = 16 * KEPT_OF_A_TYPE;

    /** Ordered by the last dequeue of each type, the latest last. */
    private final LinkedHashMap<String, LinkedHashMap<Long, Parts>> byType = new LinkedHashMap<>();

    private int kept;

    RecentDequeues of(String type) {
        return new RecentDequeues(this, type);
    }

    synchronized Parts get(String type, long nonce) {
        Map<Long, Parts> own = byType.get(type);
        return own == null ? Parts.NONE : own.getOrDefault(nonce, Parts.NONE);
    }

    synchronized void update(String type, long nonce, UnaryOperator<Parts> change) {
        LinkedHashMap<Long, Parts> own = byType.remove(type);
        if (own == null) {
            own = new LinkedHashMap<>();
        }
        byType.put(type, own);
        kept -= own.size();
        own.put(nonce, change.apply(own.getOrDefault(nonce, Parts.NONE)));
        if (own.size() > KEPT_OF_A_TYPE) {
            removeEldest(own);
        }
        kept += own.size();
        while (kept > KEPT) {
            kept -= removeEldest(byType).size();
        }
    }

    private static <V> V removeEldest(Map<?, V> map) {
        var entries = map.entrySet().iterator();
        V eldest = entries.next().getValue();
        entries.remove();
        return eldest;
    }

    /** The number of cached dequeues. */
    synchronized int size() {
        return kept;
    }
}
