package io.sharq.redis.turn;

import io.sharq.redis.turn.RecentDequeues.Parts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * In which partitions the latest dequeues got jobs, or may have. It keeps the last {@value #KEPT_OF_A_TYPE} of a type, and
 * {@value #KEPT} of all types together; beyond that it forgets the type whose last such dequeue is the longest ago. A type
 * that has no such dequeue takes no room, so that however many types are asked for that are not there, none of them pushes out
 * one that is: a dequeue that is forgotten too soon is made anew when its nonce comes again, and its first jobs wait until
 * their leases expire. Thread-safe.
 */
final class RecentDequeuesCache {
    static final int KEPT_OF_A_TYPE = 4_096;
    static final int KEPT = 16 * KEPT_OF_A_TYPE;

    /** The type that had a dequeue last stands last. */
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

    /** How many dequeues are kept. */
    synchronized int size() {
        return kept;
    }
}
