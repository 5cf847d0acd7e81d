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
 * The limits on dead jobs that all clients of a store share (rule 14): of all that were given, the most generous. They act
 * on every client's dead jobs, so one client with low limits must not discard what another one keeps. Thread-safe.
 */
final class DeadLimitsInForce {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLimitsInForce.class);

    private final Backend backend;
    private final DeadLimits own;
    private final boolean isKeptFresh;
    private volatile @Nullable DeadLimits agreed;

    /**
     * Limits that are not agreed on yet.
     *
     * @param isKeptFresh whether upkeep runs, and asks for the limits in each round
     */
    DeadLimitsInForce(Backend backend, DeadLimits own, boolean isKeptFresh) {
        this.backend = backend;
        this.own = own;
        this.isKeptFresh = isKeptFresh;
    }

    /** The limits as the store has them now. Where it does not answer, those that it had before. */
    CompletionStage<DeadLimits> current(String operation) {
        DeadLimits known = agreed;
        return agree(false).exceptionally(failure -> {
            if (known != null) {
                return known;
            }
            throw notBegun(operation, Causes.of(failure));
        });
    }

    /** The limits as the store had them at the last round of upkeep. */
    CompletionStage<DeadLimits> recent(String operation) {
        DeadLimits known = agreed;
        return isKeptFresh && known != null ? CompletableFuture.completedStage(known) : current(operation);
    }

    /** Records this client's limits, lower ones too. */
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

    /** The operation itself was never sent, whatever became of the question before it. */
    private static CompletionException notBegun(String operation, Throwable cause) {
        return new CompletionException(
                cause instanceof BackendException failure && failure.outcome() == Outcome.UNKNOWN
                        ? new BackendException(Outcome.NOT_DONE, operation, failure.problem(), failure)
                        : cause);
    }
}
