package io.sharq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Calls of a backend, which is foreign code and may throw instead of returning a stage. */
final class Stages {
    private Stages() {}

    /** Makes a call. An exception that it throws becomes a failed stage, so that its callers are answered. */
    @SuppressWarnings("IllegalCatch")
    static <T> CompletionStage<T> of(Supplier<CompletionStage<T>> call) {
        try {
            return call.get();
        } catch (Throwable e) {
            return CompletableFuture.failedStage(e);
        }
    }
}
