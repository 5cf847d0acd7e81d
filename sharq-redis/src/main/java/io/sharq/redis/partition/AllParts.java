package io.sharq.redis.partition;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.redis.connection.RedisErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Waits for the parts of an operation, and derives the outcome of the whole if one of them fails. */
public final class AllParts {
    private AllParts() {}

    /** Returns all results in order. If some parts fail, the whole fails after all of them have ended. */
    public static <T> CompletionStage<List<T>> all(String operation, List<CompletableFuture<T>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).handle((done, failure) -> {
            if (failure != null) {
                throw fault(operation, parts);
            }
            return parts.stream().map(CompletableFuture::join).toList();
        });
    }

    /** The results of the parts that succeeded and, if some failed, the failure of the whole. */
    public record Settled<T>(List<T> done, Optional<BackendException> fault) {
        public void check() {
            if (fault.isPresent()) {
                throw fault.get();
            }
        }

        /** Returns a result of the whole, or fails if a part did. */
        public <R> R orFault(R result) {
            check();
            return result;
        }
    }

    /** Returns the results of the parts that succeed, in order, once all have ended. */
    public static <T> CompletionStage<Settled<T>> settled(String operation, List<CompletableFuture<T>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> new Settled<>(
                        parts.stream()
                                .filter(part -> !part.isCompletedExceptionally())
                                .map(CompletableFuture::join)
                                .toList(),
                        failure == null ? Optional.empty() : Optional.of(fault(operation, parts))));
    }

    /**
     * Returns the failure of the whole. If all parts failed with one outcome, that is its outcome; otherwise a part of it
     * may have happened.
     */
    private static <T> BackendException fault(String operation, List<CompletableFuture<T>> parts) {
        List<BackendException> faults = new ArrayList<>();
        for (CompletableFuture<T> part : parts) {
            if (part.isCompletedExceptionally()) {
                faults.add(faultOf(operation, part));
            }
        }
        BackendException first = faults.get(0);
        boolean isWhole =
                faults.size() == parts.size() && faults.stream().allMatch(fault -> fault.outcome() == first.outcome());
        if (isWhole) {
            return first;
        }
        String message = faults.size() + " of the " + parts.size() + " partitions did not do it: " + first.problem();
        return new BackendException(Outcome.UNKNOWN, operation, message, first);
    }

    private static BackendException faultOf(String operation, CompletableFuture<?> part) {
        try {
            Object unused = part.join();
            throw new IllegalStateException("the part has not failed");
        } catch (java.util.concurrent.CompletionException | java.util.concurrent.CancellationException e) {
            return RedisErrors.of(operation, e);
        }
    }
}
