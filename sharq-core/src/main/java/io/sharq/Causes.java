package io.sharq;

import java.util.concurrent.CompletionException;

/** Unwraps failures from the {@link CompletionException} of a future. */
final class Causes {
    private Causes() {}

    static Throwable of(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause != null ? cause : failure;
    }
}
