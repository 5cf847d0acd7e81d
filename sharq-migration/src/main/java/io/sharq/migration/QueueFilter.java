package io.sharq.migration;

import java.util.Set;

/**
 * Which queues an import concerns.
 *
 * @param types the queue types, empty for all
 * @param queueIds the queue ids, empty for all
 */
record QueueFilter(Set<String> types, Set<String> queueIds) {
    boolean matches(OriginalQueue queue) {
        return matchesType(queue.type()) && (queueIds.isEmpty() || queueIds.contains(queue.id()));
    }

    boolean matchesType(String type) {
        return types.isEmpty() || types.contains(type);
    }

    boolean hasWholeTypes() {
        return queueIds.isEmpty();
    }

    boolean isAll() {
        return types.isEmpty() && queueIds.isEmpty();
    }
}
