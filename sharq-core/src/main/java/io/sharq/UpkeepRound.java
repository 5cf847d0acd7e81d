package io.sharq;

import io.sharq.api.DeadLimits;
import io.sharq.api.PageRequest;
import io.sharq.spi.Backend;
import io.sharq.spi.DueRequest;
import io.sharq.spi.RequeueRequest;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One round of upkeep, over the types in which something is due or over all of them. A type whose upkeep fails keeps no other from its own: the round goes on, and fails
 * in the end with the first failure, a few others beside it. Some types are worked on at once, because one that cannot be
 * reached takes its time to fail.
 */
final class UpkeepRound {
    /** How much one step does, so that none holds a store up for long. */
    private static final int STEP = 1_000;

    /** How many due types are taken at once: few enough to be done long before others may take them. */
    private static final int DUE_AT_ONCE = 128;

    private static final int AT_ONCE = 8;
    private static final int FAILURES_TOLD = 8;

    private final Backend backend;
    private final DeadLimits limits;
    private Requeued sum = Requeued.NOTHING;
    private OptionalLong retryAfterMicros = OptionalLong.empty();
    private @Nullable Throwable failure;
    private int failures;

    UpkeepRound(Backend backend, DeadLimits limits) {
        this.backend = backend;
        this.limits = limits;
    }

    /**
     * What a round says when it has ended without a failure.
     *
     * @param retryAfterMicros after what span the next one is wanted, if not only at its time
     */
    record Ended(OptionalLong retryAfterMicros) {
        /** How long to wait for the next round. */
        Duration pause(Duration interval) {
            if (retryAfterMicros.isEmpty()) {
                return interval;
            }
            Duration retryAfter = Duration.of(retryAfterMicros.getAsLong(), ChronoUnit.MICROS);
            return retryAfter.compareTo(interval) < 0 ? retryAfter : interval;
        }
    }

    /** Goes through all types, whatever is known of them. */
    CompletionStage<Requeued> ofAll() {
        return Repeated.from(
                        PageRequest.first(STEP),
                        page -> backend.types(page).thenCompose(types -> {
                            String next = types.next();
                            return all(types.items())
                                    .thenApply(done -> next == null ? null : new PageRequest(next, STEP));
                        }))
                .thenApply(done -> result());
    }

    /** Does the upkeep of one type. */
    CompletionStage<Requeued> ofType(String type) {
        return upkeepOf(type).thenApply(done -> result());
    }

    /** Goes through the types that the backend lists as due. */
    CompletionStage<Ended> ofDue() {
        return Repeated.from(
                        DueRequest.first(DUE_AT_ONCE, limits),
                        request -> backend.due(request).thenCompose(due -> {
                            retryAfterMicros = due.retryAfterMicros();
                            String next = due.next();
                            return all(due.types())
                                    .thenApply(done -> next == null ? null : new DueRequest(next, DUE_AT_ONCE, limits));
                        }))
                .thenApply(done -> {
                    result();
                    return new Ended(retryAfterMicros);
                });
    }

    private CompletionStage<Void> all(List<String> types) {
        List<CompletableFuture<Void>> lanes = new ArrayList<>();
        for (int lane = 0; lane < Math.min(AT_ONCE, types.size()); lane++) {
            lanes.add(lane(types, lane).toCompletableFuture());
        }
        return CompletableFuture.allOf(lanes.toArray(CompletableFuture[]::new));
    }

    private CompletionStage<Void> lane(List<String> types, int first) {
        return Repeated.from(
                first, i -> upkeepOf(types.get(i)).thenApply(done -> i + AT_ONCE < types.size() ? i + AT_ONCE : null));
    }

    private CompletionStage<Void> upkeepOf(String type) {
        return Repeated.from(type, this::step).handle((done, problem) -> {
            if (problem != null) {
                failed(problem);
            }
            return null;
        });
    }

    /** Gives the type again while there is more to do. */
    private CompletionStage<@Nullable String> step(String type) {
        return backend.requeue(new RequeueRequest(type, STEP, limits)).thenApply(reply -> {
            did(reply.requeued(), reply.died());
            return reply.more() ? type : null;
        });
    }

    private synchronized void did(long requeued, long died) {
        sum = sum.plus(requeued, died);
    }

    private synchronized void failed(Throwable problem) {
        Throwable cause = Causes.of(problem);
        if (failure == null) {
            failure = cause;
        } else if (failures < FAILURES_TOLD && failure != cause) {
            failure.addSuppressed(cause);
        }
        failures++;
    }

    private synchronized Requeued result() {
        if (failure != null) {
            throw new CompletionException(failure);
        }
        return sum;
    }
}
