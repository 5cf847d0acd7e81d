package io.sharq.migration;

import java.util.List;

/**
 * All findings of one kind.
 *
 * @param kind the kind
 * @param count how many there are
 * @param examples the first of them, as {@code type}, {@code type:queue} or {@code type:queue:job}
 */
public record Finding(FindingKind kind, long count, List<String> examples) {
    /**
     * Keeps a copy of the list.
     *
     * @param kind the kind
     * @param count how many there are
     * @param examples the first of them
     */
    public Finding {
        examples = List.copyOf(examples);
    }
}
