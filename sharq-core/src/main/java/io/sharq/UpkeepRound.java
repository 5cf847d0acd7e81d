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
 * One round of upkeep, over the types that are due or over all types. If the upkeep of a type fails, the others are
 * still processed. The round then fails with the first failure, with a few others suppressed in it. Up to {@link
 * #AT_ONCE} types are processed concurrently, because an unreachable one fails slowly.
 */
final class UpkeepRound {
    /** The most changes of one request, so that no request blocks the store for long. */
    private static final int STEP = 1_000;

    /**
     * The most due types fetched at a time. They are processed long before the backend may list them to other
     * clients.
     */
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
     * The end of a round without a failure.
     *
     * @param retryAfterMicros the span after which the next round is requested, if earlier than scheduled
     */
    record Ended(OptionalLong retryAfterMicros) {
        /** The pause before the next round. */
        Duration pause(Duration interval) {
            if (retryAfterMicros.isEmpty()) {
                return interval;
            }
            Duration retryAfter = Duration.of(retryAfterMicros.getAsLong(), ChronoUnit.MICROS);
            return retryAfter.compareTo(interval) < 0 ? retryAfter : interval;
        }
    }

    /** Runs upkeep of all types, whether or not they are due. */
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

    /** Runs the upkeep of one type. */
    CompletionStage<Requeued> ofType(String type) {
        return upkeepOf(type).thenApply(done -> result());
    }

    /** Runs upkeep of the types that the backend lists as due. */
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

    /** Sends one request. Returns the type while there is more to do, else null. */
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
