package io.sharq.migration;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts findings by kind and keeps the first of each. Thread-safe. */
final class Findings {
    private static final int EXAMPLES = 20;

    private final Map<FindingKind, Long> counts = new EnumMap<>(FindingKind.class);
    private final Map<FindingKind, List<String>> examples = new EnumMap<>(FindingKind.class);
    private final Map<FindingKind, Set<String>> known = new EnumMap<>(FindingKind.class);

    synchronized void add(FindingKind kind, String subject) {
        counts.merge(kind, 1L, Long::sum);
        List<String> first = examples.computeIfAbsent(kind, unused -> new ArrayList<>());
        if (first.size() < EXAMPLES) {
            first.add(subject);
        }
    }

    /** Adds what each round of an import meets again. */
    synchronized void addOnce(FindingKind kind, String subject) {
        if (known.computeIfAbsent(kind, unused -> new HashSet<>()).add(subject)) {
            add(kind, subject);
        }
    }

    synchronized List<Finding> list() {
        return counts.entrySet().stream()
                .map(entry ->
                        new Finding(entry.getKey(), entry.getValue(), examples.getOrDefault(entry.getKey(), List.of())))
                .toList();
    }
}
