package io.sharq.spi;

import io.sharq.api.Limits;
import java.util.List;

/** The check that every batch shares. */
final class Batches {
    private Batches() {}

    static <T> List<T> checked(List<T> items) {
        Limits.range("batch", Limits.required("batch", items).size(), 1, Limits.MAX_BATCH);
        items.forEach(item -> Limits.required("batch", item));
        return List.copyOf(items);
    }
}
