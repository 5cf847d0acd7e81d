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
 * The queues of a type: by id for the operations, and in the order of their ids for listings. Only a queue that comes or
 * goes touches the order. Thread-safe.
 */
final class Queues {
    /** How many queues that are not listed a page passes over before it ends, though it is not full. */
    private static final int PASSED_OVER = 1_000;

    private final ConcurrentHashMap<String, QueueState> byId = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<String> ids = new ConcurrentSkipListSet<>();

    /**
     * A part of the ids in their order.
     *
     * @param ids the ids
     * @param last the id that the next page begins behind, or null if this is the last page
     */
    record Part(List<String> ids, @Nullable String last) {}

    @Nullable
    QueueState get(String id) {
        return byId.get(id);
    }

    /** The queue, made if need be; null if it is not there and there are as many as there may be. */
    @Nullable
    QueueState findOrMake(String id, int most, Function<String, QueueState> make) {
        QueueState found = byId.get(id);
        if (found != null || byId.mappingCount() >= most) {
            return found;
        }
        // The id is noted while the map holds it fast, so that the two never differ about a queue.
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

    /** The next ids after one; costs as much as the page is long, however many queues there are. */
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
