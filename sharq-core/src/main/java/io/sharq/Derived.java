package io.sharq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Futures derived from others. Cancelling a derived future cancels its source, so that no work continues without a
 * consumer.
 */
final class Derived {
    private Derived() {}

    static <T, R> CompletableFuture<R> of(CompletionStage<T> source, Function<? super T, ? extends R> function) {
        CompletableFuture<T> from = source.toCompletableFuture();
        CompletableFuture<R> derived = from.thenApply(function);
        CompletableFuture<?> unused = derived.whenComplete((value, failure) -> {
            if (derived.isCancelled()) {
                from.cancel(false);
            }
        });
        return derived;
    }
}
