package io.sharq.inmemory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a type, as a map by id for operations and a sorted set of ids for listings. Only the creation and removal of
 * a queue change the sorted set. Thread-safe.
 */
final class Queues {
    /** The most unlisted queues that a page passes over; then it ends even if it is not full. */
    private static final int PASSED_OVER = 1_000;

    private final ConcurrentHashMap<String, QueueState> byId = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<String> ids = new ConcurrentSkipListSet<>();

    /**
     * A page of ids in their order.
     *
     * @param ids the ids
     * @param last the id after which the next page begins, or null if this is the last page
     */
    record Part(List<String> ids, @Nullable String last) {}

    @Nullable
    QueueState get(String id) {
        return byId.get(id);
    }

    /** Returns the queue, created if necessary; null if it does not exist and there are {@code most} queues already. */
    @Nullable
    QueueState findOrMake(String id, int most, Function<String, QueueState> make) {
        QueueState found = byId.get(id);
        if (found != null || byId.mappingCount() >= most) {
            return found;
        }
        // The map locks the id meanwhile, so the two collections never disagree about a queue.
        return byId.computeIfAbsent(id, absent -> {
            ids.add(absent);
            return make.apply(absent);
        });
    }

    void remove(QueueState queue) {
        byId.computeIfPresent(queue.id, (id, found) -> {
            if (found != queue) {
                return found;
            }
            ids.remove(id);
            return null;
        });
    }

    /** The next ids after {@code last}. The cost grows with the page, not with the number of queues. */
    Part after(String last, int limit, Predicate<QueueState> isListed) {
        List<String> part = new ArrayList<>();
        int left = limit + PASSED_OVER;
        String seen = last;
        for (String id : ids.tailSet(last, false)) {
            if (part.size() == limit || left == 0) {
                return new Part(part, seen);
            }
            QueueState queue = byId.get(id);
            if (queue != null && isListed.test(queue)) {
                part.add(id);
            }
            seen = id;
            left--;
        }
        return new Part(part, null);
    }

    Collection<QueueState> all() {
        return byId.values();
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }
}
