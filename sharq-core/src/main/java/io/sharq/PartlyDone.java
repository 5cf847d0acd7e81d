package io.sharq;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of work that takes several calls: when one of them was surely not carried out, but one before it or beside
 * it was, the whole may have happened in part, which is {@link Outcome#UNKNOWN}.
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
    static Throwable unclear(String done, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof BackendException known)) {
            return cause == null ? new IllegalStateException("no failure") : cause;
        }
        return known.outcome() == Outcome.UNKNOWN
                ? known
                : new BackendException(Outcome.UNKNOWN, known.operation(), done + ", then: " + known.problem(), known);
    }
}
