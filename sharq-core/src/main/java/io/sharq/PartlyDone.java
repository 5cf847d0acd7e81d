package io.sharq;

import io.sharq.api.BackendException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Converts failures of work that takes several calls. If one call was not done but another was, the outcome of the
 * whole is {@link io.sharq.api.Outcome#UNKNOWN}.
 */
final class PartlyDone {
    private PartlyDone() {}

    /** A call that follows others of the same work. */
    static <T> CompletionStage<T> after(long done, CompletionStage<T> call) {
        return done == 0
                ? call
                : call.exceptionallyCompose(
                        failure -> CompletableFuture.failedStage(unclear(done + " were done", failure)));
    }

    /** The failure of the whole that results from the failure of one call. */
    static Throwable unclear(String done, Throwable failure) {
        Throwable cause = Causes.of(failure);
        return cause instanceof BackendException known ? known.ofWorkPartlyDone(done) : cause;
    }
}
