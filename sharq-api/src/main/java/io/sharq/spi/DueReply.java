package io.sharq.spi;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Part of the types that are due for upkeep. A part may be empty though others follow.
 *
 * @param types the types, each at most once in all parts of a listing
 * @param next the cursor of the next part, or null after the last one
 * @param retryAfterMicros after what span to list again because a type is left to another client, which may fail to do
 *     its upkeep; empty if there is none
 */
public record DueReply(List<String> types, @Nullable String next, OptionalLong retryAfterMicros) {
    /**
     * Keeps a copy of the list.
     *
     * @param types the types
     * @param next the cursor of the next part
     * @param retryAfterMicros after what span to list again
     */
    public DueReply {
        types = List.copyOf(types);
    }
}
