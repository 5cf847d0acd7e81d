package io.sharq.api;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a listing.
 *
 * @param cursor the cursor that the page before gave, or null for the first page; a backend refuses one that no listing
 *     of its own can have given, as {@code cursor} (rule 17)
 * @param limit about how many items, 1 to {@link Bounds#MAX_BATCH}
 */
public record PageRequest(@Nullable String cursor, int limit) {
    /**
     * Checks the limit.
     *
     * @param cursor the cursor that the page before gave
     * @param limit about how many items
     * @throws io.sharq.api.InvalidValueException if it is out of range
     */
    public PageRequest {
        Bounds.range("limit", limit, 1, Bounds.MAX_BATCH);
    }

    /**
     * The first page.
     *
     * @param limit about how many items
     * @return the request
     */
    public static PageRequest first(int limit) {
        return new PageRequest(null, limit);
    }
}
