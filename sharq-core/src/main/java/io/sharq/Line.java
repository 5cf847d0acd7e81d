package io.sharq;

import io.sharq.spi.DequeueRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The callers of a type without a request in flight, in the order of their arrival. A caller that is put back takes
 * its former position. Not thread-safe.
 */
final class Line {
    private final TreeMap<Long, Waiter> waiting = new TreeMap<>();
    private final TreeMap<Long, Waiter> unclear = new TreeMap<>();
    private final TreeMap<Long, Waiter> overdue = new TreeMap<>();
    private long arrivals;

    void join(Waiter waiter) {
        waiter.number = arrivals++;
        waiting.put(waiter.number, waiter);
    }

    /** Puts a caller back after a request. Callers with a request of unclear outcome precede all others. */
    void putBack(Waiter waiter) {
        (waiter.unclear != null ? unclear : waiting).put(waiter.number, waiter);
    }

    void remove(Waiter waiter) {
        waiting.remove(waiter.number);
        unclear.remove(waiter.number);
        overdue.remove(waiter.number);
    }

    /** Moves a caller whose deadline has passed to the front. */
    void hurry(Waiter waiter) {
        remove(waiter);
        overdue.put(waiter.number, waiter);
    }

    /** Removes and returns the first caller whose deadline has passed. */
    @Nullable
    Waiter takeOverdue() {
        return first(overdue);
    }

    /** Removes and returns the first caller. */
    @Nullable
    Waiter takeFirst() {
        Waiter first = first(unclear);
        return first != null ? first : first(waiting);
    }

    private static @Nullable Waiter first(NavigableMap<Long, Waiter> callers) {
        Map.Entry<Long, Waiter> first = callers.pollFirstEntry();
        return first == null ? null : first.getValue();
    }

    /** Removes and returns the first caller that wants the same queues, count, lease and consumer as a request. */
    @Nullable
    Waiter takeLike(DequeueRequest request) {
        for (Waiter waiter : waiting.values()) {
            if (waiter.wants(request)) {
                waiting.remove(waiter.number);
                return waiter;
            }
        }
        return null;
    }

    boolean hasUnclear() {
        return !unclear.isEmpty();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && unclear.isEmpty() && overdue.isEmpty();
    }

    List<Waiter> all() {
        List<Waiter> all = new ArrayList<>(waiting.values());
        all.addAll(unclear.values());
        all.addAll(overdue.values());
        return all;
    }
}
