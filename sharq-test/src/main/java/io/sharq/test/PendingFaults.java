package io.sharq.test;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.spi.Operation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The faults that the next operations meet, by kind of operation and in order. Thread-safe. */
final class PendingFaults {
    private final Map<Class<?>, Deque<Outcome>> outcomes = new HashMap<>();

    synchronized void add(Class<?> operation, Outcome outcome, int times) {
        Deque<Outcome> next = outcomes.computeIfAbsent(operation, unused -> new ArrayDeque<>());
        for (int i = 0; i < times; i++) {
            next.add(outcome);
        }
    }

    synchronized void clear() {
        outcomes.clear();
    }

    synchronized int count() {
        return outcomes.values().stream().mapToInt(Deque::size).sum();
    }

    private synchronized @Nullable Outcome next(Class<?> operation) {
        Deque<Outcome> next = outcomes.get(operation);
        return next == null ? null : next.poll();
    }

    <R> CompletionStage<R> perform(Operation<R> operation, Supplier<CompletionStage<R>> call) {
        Outcome outcome = next(operation.getClass());
        if (outcome == null) {
            return call.get();
        }
        BackendException fault = new BackendException(outcome, operation.name(), "The test made it fail.", null);
        return outcome == Outcome.UNKNOWN
                ? call.get().thenCompose(lost -> CompletableFuture.failedStage(fault))
                : CompletableFuture.failedStage(fault);
    }
}
