package io.sharq.spi;

import io.sharq.api.Limits;
import java.util.List;

/** The check that every batch shares. */
final class Batches {
    private Batches() {}

    static <T> List<T> checked(List<T> items) {
        Limits.range("batch", items.size(), 1, Limits.MAX_BATCH);
        return List.copyOf(items);
    }
}
