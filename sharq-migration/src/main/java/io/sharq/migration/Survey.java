package io.sharq.migration;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The types and queues that were found in the original's keys. */
final class Survey {
    private final Map<String, Set<OriginalQueue>> queues = new TreeMap<>();
    private final Set<String> listedTypes = new TreeSet<>();

    void addType(String type) {
        listedTypes.add(type);
    }

    void add(OriginalQueue queue) {
        queues.computeIfAbsent(queue.type(), unused -> new LinkedHashSet<>()).add(queue);
    }

    /** The types that a set of the original lists, or of which a queue was found. */
    Set<String> types() {
        Set<String> all = new TreeSet<>(listedTypes);
        all.addAll(queues.keySet());
        return all;
    }

    List<OriginalQueue> queues(String type) {
        return List.copyOf(queues.getOrDefault(type, Set.of()));
    }
}
