package io.sharq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs an asynchronous step repeatedly until one reports that it was the last. Each step starts when the previous one
 * has completed. Steps that complete at once do not deepen the stack.
 *
 * @param <S> the state that a step passes to the next one
 */
final class Repeated<S> {
    private final Function<S, CompletionStage<@Nullable S>> step;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private Repeated(Function<S, CompletionStage<@Nullable S>> step) {
        this.step = step;
    }

    /** Completes after the step that returns null. Fails with the first step that fails. */
    static <S> CompletionStage<Void> from(S first, Function<S, CompletionStage<@Nullable S>> step) {
        Repeated<S> repeated = new Repeated<>(step);
        repeated.run(first);
        return repeated.end;
    }

    private void run(S first) {
        S state = first;
        while (state != null) {
            CompletableFuture<@Nullable S> next = next(state);
            if (!next.isDone() || next.isCompletedExceptionally()) {
                CompletionStage<?> unused = next.whenComplete(this::ended);
                return;
            }
            state = next.join();
        }
        end.complete(null);
    }

    @SuppressWarnings("IllegalCatch") // What a step throws is its failure.
    private CompletableFuture<@Nullable S> next(S state) {
        try {
            return step.apply(state).toCompletableFuture();
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void ended(@Nullable S next, @Nullable Throwable failure) {
        if (failure != null) {
            end.completeExceptionally(
                    failure instanceof CompletionException ? failure : new CompletionException(failure));
        } else if (next == null) {
            end.complete(null);
        } else {
            run(next);
        }
    }
}
