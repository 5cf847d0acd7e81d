package io.sharq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Futures derived from others. Cancelling a derived future cancels its source, so that no work continues without a
 * consumer.
 */
final class Derived {
    private Derived() {}

    static <T, R> CompletableFuture<R> of(CompletionStage<T> source, Function<? super T, ? extends R> function) {
        CompletableFuture<T> from = source.toCompletableFuture();
        return cancelling(from, from.thenApply(function));
    }

    /** A future of the same outcome, which completes once the outcome has been passed on, that of a cancellation too. */
    static <T> CompletableFuture<T> after(
            CompletionStage<T> source, Consumer<? super T> success, Consumer<Throwable> failed) {
        CompletableFuture<T> from = source.toCompletableFuture();
        CompletableFuture<T> after = from.whenComplete((value, failure) -> {
            if (failure == null) {
                success.accept(value);
            } else {
                failed.accept(Causes.of(failure));
            }
        });
        // A copy, because the action of a future that is cancelled itself does not run.
        return cancelling(from, after.copy());
    }

    private static <R> CompletableFuture<R> cancelling(CompletableFuture<?> from, CompletableFuture<R> derived) {
        CompletableFuture<?> unused = derived.whenComplete((value, failure) -> {
            if (derived.isCancelled()) {
                from.cancel(false);
            }
        });
        return derived;
    }
}
