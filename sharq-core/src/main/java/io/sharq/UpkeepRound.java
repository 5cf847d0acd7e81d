package io.sharq;

import io.sharq.spi.Backend;
import io.sharq.spi.DeadLimits;
import io.sharq.spi.PageRequest;
import io.sharq.spi.RequeueRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One round of upkeep over all types. A type whose upkeep fails keeps no other from its own: the round goes on, and fails
 * in the end with the first failure, a few others beside it. Some types are worked on at once, because one that cannot be
 * reached takes its time to fail.
 */
final class UpkeepRound {
    /** How much one step does, so that none holds a store up for long. */
    private static final int STEP = 1_000;

    private static final int AT_ONCE = 8;
    private static final int FAILURES_TOLD = 8;

    private final Backend backend;
    private final DeadLimits limits;
    private Requeued sum = Requeued.NOTHING;
    private @Nullable Throwable failure;
    private int failures;

    UpkeepRound(Backend backend, DeadLimits limits) {
        this.backend = backend;
        this.limits = limits;
    }

    CompletionStage<Requeued> run() {
        return page(PageRequest.first(STEP)).thenApply(done -> result());
    }

    private CompletionStage<Void> page(PageRequest page) {
        return backend.types(page).thenCompose(types -> {
            String next = types.next();
            CompletionStage<Void> done = all(types.items());
            return next == null ? done : done.thenCompose(ended -> page(new PageRequest(next, STEP)));
        });
    }

    private CompletionStage<Void> all(List<String> types) {
        List<CompletableFuture<Void>> lanes = new ArrayList<>();
        for (int lane = 0; lane < Math.min(AT_ONCE, types.size()); lane++) {
            CompletionStage<Void> ended = CompletableFuture.completedStage(null);
            for (int i = lane; i < types.size(); i += AT_ONCE) {
                String type = types.get(i);
                ended = ended.thenCompose(before -> upkeepOf(type));
            }
            lanes.add(ended.toCompletableFuture());
        }
        return CompletableFuture.allOf(lanes.toArray(CompletableFuture[]::new));
    }

    private CompletionStage<Void> upkeepOf(String type) {
        return steps(type).handle((done, problem) -> {
            if (problem != null) {
                failed(problem);
            }
            return null;
        });
    }

    private CompletionStage<Void> steps(String type) {
        return backend.requeue(new RequeueRequest(type, STEP, limits)).thenCompose(reply -> {
            did(reply.requeued(), reply.died());
            return reply.more() ? steps(type) : CompletableFuture.completedStage(null);
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
