package io.sharq;

import io.sharq.api.BackendException;
import io.sharq.api.DeadLimits;
import io.sharq.api.Outcome;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.Backend;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits on dead jobs that all clients of a store share (rule 14): the greatest count and age that any client has
 * recorded. They apply to the dead jobs of every client, so a client with low limits must not discard what another
 * one keeps. Thread-safe.
 */
final class DeadLimitsInForce {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLimitsInForce.class);

    private final Backend backend;
    private final DeadLimits own;
    private final boolean isKeptFresh;
    private volatile @Nullable DeadLimits agreed;

    /**
     * Limits that have not been agreed with the store yet.
     *
     * @param isKeptFresh whether upkeep runs, and reads the limits in each round
     */
    DeadLimitsInForce(Backend backend, DeadLimits own, boolean isKeptFresh) {
        this.backend = backend;
        this.own = own;
        this.isKeptFresh = isKeptFresh;
    }

    /** The limits that the store has now, or the last known ones if the store does not respond. */
    CompletionStage<DeadLimits> current(String operation) {
        DeadLimits known = agreed;
        return agree(false).exceptionally(failure -> {
            if (known != null) {
                return known;
            }
            throw notBegun(operation, Causes.of(failure));
        });
    }

    /** The limits that the store had in the last round of upkeep. */
    CompletionStage<DeadLimits> recent(String operation) {
        DeadLimits known = agreed;
        return isKeptFresh && known != null ? CompletableFuture.completedStage(known) : current(operation);
    }

    /** Replaces the store's limits by this client's, even if they are lower. */
    CompletionStage<DeadLimits> adopt() {
        return agree(true);
    }

    private CompletionStage<DeadLimits> agree(boolean replaces) {
        return backend.agree(new AgreeRequest(own, replaces)).thenApply(limits -> {
            boolean isNew = !limits.equals(agreed);
            agreed = limits;
            if (isNew && !limits.equals(own)) {
                LOG.warn(
                        "dead_job_max_count and dead_job_max_age are {} and {} here, but {} and {} in the store, which another"
                                + " client has recorded and which hold. Give all clients the same values; to lower them, call"
                                + " adoptDeadJobLimits() afterwards",
                        own.maxCount(),
                        Micros.toDuration(own.maxAgeMicros()),
                        limits.maxCount(),
                        Micros.toDuration(limits.maxAgeMicros()));
            }
            return limits;
        });
    }

    /**
     * Converts {@code UNKNOWN} to {@code NOT_DONE}: the operation itself was never sent, even if the request for the
     * limits was.
     */
    private static CompletionException notBegun(String operation, Throwable cause) {
        return new CompletionException(
                cause instanceof BackendException failure && failure.outcome() == Outcome.UNKNOWN
                        ? new BackendException(Outcome.NOT_DONE, operation, failure.problem(), failure)
                        : cause);
    }
}
