package io.sharq.migration;

import java.util.Set;

/** What an operator should know of a queue with jobs, beside its jobs. */
final class QueueRemarks {
    private static final Set<String> TYPES_OF_LISTS = Set.of("ready", "active");

    private QueueRemarks() {}

    static void add(Findings findings, OriginalQueue queue, Interval interval) {
        if (interval instanceof Interval.Missing) {
            findings.addOnce(FindingKind.NO_INTERVAL, queue.field());
        } else if (interval instanceof Interval.Unreadable) {
            findings.addOnce(FindingKind.UNREADABLE_INTERVAL, queue.field());
        } else if (interval instanceof Interval.Known known && known.isClamped()) {
            findings.addOnce(FindingKind.CLAMPED_INTERVAL, queue.field());
        }
        boolean isKey = queue.id().equals("active")
                || (TYPES_OF_LISTS.contains(queue.type()) && queue.id().equals("queue_type"));
        if (isKey) {
            findings.addOnce(FindingKind.NAMED_LIKE_A_KEY, queue.field());
        }
    }
}
