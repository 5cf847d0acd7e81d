package io.sharq.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a listing. What is there from the first page to the last is listed at least once; what comes or goes meanwhile
 * may be listed or not. A page may be empty though others follow.
 *
 * @param <T> what is listed
 * @param items this part
 * @param next the cursor of the next page, or null after the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /**
     * Keeps a copy of the list.
     *
     * @param items this part
     * @param next the cursor of the next page
     */
    public Page {
        items = List.copyOf(items);
    }
}
