package io.sharq.migration;

import io.sharq.api.BackendException;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Runs the calls of an import, each in the original's Redis or in the target, and waits for them. Thread-safe. */
final class Steps {
    /** Is notified of each step, and may end the import by an exception at any of them. */
    interface Observer {
        Observer NONE = (step, isDone) -> {};

        void at(String step, boolean isDone);
    }

    private final Observer observer;

    Steps(Observer observer) {
        this.observer = observer;
    }

    <T> T run(String step, Supplier<? extends CompletionStage<T>> call) {
        observer.at(step, false);
        T result = await(step, call.get());
        observer.at(step, true);
        return result;
    }

    /** Sends all calls before it waits for the first. */
    <T> List<T> runAll(String step, List<? extends Supplier<? extends CompletionStage<T>>> calls) {
        observer.at(step, false);
        List<CompletionStage<T>> sent = new ArrayList<>(calls.size());
        calls.forEach(call -> sent.add(call.get()));
        List<T> results = new ArrayList<>(sent.size());
        sent.forEach(stage -> results.add(await(step, stage)));
        observer.at(step, true);
        return results;
    }

    private static <T> T await(String step, CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException(Outcome.UNKNOWN, "import", step + ": the thread was interrupted", e);
        } catch (ExecutionException e) {
            throw failure(step, e.getCause() == null ? e : e.getCause());
        }
    }

    private static RuntimeException failure(String step, Throwable cause) {
        if (cause instanceof BackendException known) {
            return new BackendException(known.outcome(), "import", step + ": " + known.problem(), known);
        }
        if (cause instanceof InvalidValueException refused) {
            return new InvalidValueException(refused.field(), refused.fault(), refused);
        }
        return new BackendException(Outcome.UNKNOWN, "import", step + ": " + cause, cause);
    }
}
