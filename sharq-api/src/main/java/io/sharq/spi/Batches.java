package io.sharq.spi;

import io.sharq.api.Bounds;
import java.util.List;

/** The check that every batch shares. */
final class Batches {
    private Batches() {}

    static <T> List<T> checked(List<T> items) {
        Bounds.range("batch", Bounds.required("batch", items).size(), 1, Bounds.MAX_BATCH);
        items.forEach(item -> Bounds.required("batch", item));
        return List.copyOf(items);
    }
}
