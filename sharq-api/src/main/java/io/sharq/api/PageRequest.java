package io.sharq.api;

import org.jspecify.annotations.Nullable;

/**
 * A request for a page of a listing.
 *
 * @param cursor the cursor from the previous page, or null for the first page; a backend refuses one that no listing
 *     of its own can have returned, as {@code cursor} (rule 17)
 * @param limit the approximate number of items, 1 to {@link Bounds#MAX_BATCH}
 */
public record PageRequest(@Nullable String cursor, int limit) {
    /**
     * Checks the limit.
     *
     * @param cursor the cursor from the previous page
     * @param limit the approximate number of items
     * @throws io.sharq.api.InvalidValueException if it is out of range
     */
    public PageRequest {
        Bounds.range("limit", limit, 1, Bounds.MAX_BATCH);
    }

    /**
     * The first page.
     *
     * @param limit the approximate number of items
     * @return the request
     */
    public static PageRequest first(int limit) {
        return new PageRequest(null, limit);
    }
}
