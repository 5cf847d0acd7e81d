package io.sharq.spi;

import io.sharq.api.BackendException;
import io.sharq.api.Feature;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The refusal of an operation whose feature a backend does not list. */
final class NotOffered {
    private NotOffered() {}

    static <T> CompletionStage<T> fail(String operation, Feature feature) {
        return CompletableFuture.failedStage(BackendException.notOffered(operation, feature));
    }
}
