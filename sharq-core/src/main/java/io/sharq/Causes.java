package io.sharq;

import java.util.concurrent.CompletionException;

/** What futures wrap failures in, taken off. */
final class Causes {
    private Causes() {}

    static Throwable of(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause != null ? cause : failure;
    }
}
