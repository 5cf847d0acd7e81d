package io.sharq;

import io.sharq.api.BackendException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The outcome of work that takes several calls: when one of them was surely not carried out, but one before it or beside
 * it was, the whole may have happened in part.
 */
final class PartlyDone {
    private PartlyDone() {}

    /** A call that follows others of the same work, which did so much. */
    static <T> CompletionStage<T> after(long done, CompletionStage<T> call) {
        return done == 0
                ? call
                : call.exceptionallyCompose(
                        failure -> CompletableFuture.failedStage(unclear(done + " were done", failure)));
    }

    /** What a failure of one call says of the whole. */
    static Throwable unclear(String done, Throwable failure) {
        Throwable cause = Causes.of(failure);
        return cause instanceof BackendException known ? known.ofWorkPartlyDone(done) : cause;
    }
}
