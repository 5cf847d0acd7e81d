package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.rules.Grouped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Splits a batch by queue type, because a backend's request is for one type, and merges the results in the batch's
 * order.
 */
final class Batch {
    private Batch() {}

    static <I, R> CompletableFuture<List<R>> call(
            List<I> items,
            int most,
            Function<I, String> type,
            BiFunction<String, List<I>, CompletionStage<List<R>>> call) {
        Bounds.required("batch", items).forEach(item -> Bounds.required("batch", item));
        if (items.isEmpty() || items.size() > most) {
            throw new InvalidValueException(
                    "batch", "It must have 1 to " + most + " items, but has " + items.size() + ".");
        }
        Grouped<String, I> grouped = Grouped.by(items, type);
        if (grouped.parts().size() == 1) {
            return call.apply(type.apply(items.get(0)), items).toCompletableFuture();
        }
        List<CompletableFuture<List<R>>> parts = new ArrayList<>();
        grouped.parts().forEach((name, part) -> parts.add(call.apply(name, part).toCompletableFuture()));
        CompletableFuture<Void> all = CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(
                        parts.stream().allMatch(CompletableFuture::isCompletedExceptionally)
                                ? failure
                                : PartlyDone.unclear("those of other types were done", failure)));
        CompletableFuture<?> unused = all.whenComplete((done, failure) -> {
            if (all.isCancelled()) {
                parts.forEach(part -> part.cancel(false));
            }
        });
        return Derived.of(
                all,
                done -> grouped.inOrder(
                        parts.stream().map(CompletableFuture::join).toList()));
    }
}
