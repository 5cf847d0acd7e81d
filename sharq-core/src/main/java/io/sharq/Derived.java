package io.sharq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Futures made of others. Cancelled, such a one cancels the one it is made of, so that nothing goes on for nobody. */
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
