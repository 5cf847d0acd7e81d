package io.sharq.worker;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.spi.Backend;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A backend whose calls now and then fail before they reach it, or whose answers get lost. */
final class UnreliableBackend extends InterceptedBackend {
    private final Random random;

    UnreliableBackend(Backend backend, long seed) {
        super(backend);
        this.random = new Random(seed);
    }

    private synchronized int chance() {
        return random.nextInt(10);
    }

    @Override
    protected <R> CompletionStage<R> perform(Operation<R> operation) {
        int chance = chance();
        if (chance == 0) {
            return failed(operation, Outcome.NOT_DONE);
        }
        CompletionStage<R> answer = operation.on(backend());
        return chance == 1 ? failed(operation, Outcome.UNKNOWN) : answer;
    }

    private static <R> CompletionStage<R> failed(Operation<R> operation, Outcome outcome) {
        return CompletableFuture.failedFuture(new BackendException(outcome, operation.name(), "the line is bad", null));
    }
}
