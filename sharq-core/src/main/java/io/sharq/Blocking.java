package io.sharq;

import io.sharq.api.BackendException;
import io.sharq.api.InvalidValueException;
import io.sharq.api.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Blocks until a future of the asynchronous API completes, and converts its failure. */
final class Blocking {
    private Blocking() {}

    static <T> T get(String operation, CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new BackendException(Outcome.UNKNOWN, operation, "the calling thread was interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw failure(operation, cause != null ? cause : e);
        }
    }

    /** Creates a new exception, so that its stack trace is the caller's. The original one is its cause. */
    private static RuntimeException failure(String operation, Throwable cause) {
        if (cause instanceof BackendException below) {
            return below.forCaller();
        }
        if (cause instanceof InvalidValueException below) {
            return new InvalidValueException(below.field(), below.fault(), below);
        }
        return new BackendException(Outcome.UNKNOWN, operation, String.valueOf(cause), cause);
    }
}
