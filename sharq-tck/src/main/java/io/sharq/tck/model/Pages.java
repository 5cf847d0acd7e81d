package io.sharq.tck.model;

import io.sharq.api.InvalidValueException;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a listing into pages. A cursor is the number of items before the page. */
final class Pages {
    private Pages() {}

    static <T> Page<T> page(List<T> all, PageRequest request) {
        int from = Math.min(start(request.cursor()), all.size());
        int to = Math.min(all.size(), from + request.limit());
        return new Page<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
    }

    private static int start(@Nullable String cursor) {
        try {
            return cursor == null ? 0 : Integer.parseUnsignedInt(cursor);
        } catch (NumberFormatException e) {
            throw new InvalidValueException("cursor", "It must be one that a listing gave.", e);
        }
    }
}
