package io.sharq.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing. Items that exist from the first page to the last are listed at least once. Items that are
 * added or removed meanwhile may or may not be listed. A page may be empty even if others follow.
 *
 * @param <T> the type of the items
 * @param items the items of this page
 * @param next the cursor of the next page, or null after the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /**
     * Keeps a copy of the list.
     *
     * @param items the items of this page
     * @param next the cursor of the next page
     */
    public Page {
        items = List.copyOf(items);
    }
}
