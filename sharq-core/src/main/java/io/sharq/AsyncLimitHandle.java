package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.limit.DeleteLimitStatus;
import io.sharq.api.limit.LimitDescription;
import io.sharq.api.limit.LimitKey;
import io.sharq.spi.Backend;
import io.sharq.spi.ConfigureLimitRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.DeleteLimitReply;
import io.sharq.spi.DeleteLimitRequest;
import io.sharq.spi.LimitChange;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The asynchronous operations on one limit: parts and hold, pause, description, and deletion (rules 18 to 20). The limit need
 * not exist. Calls complete and fail like those of {@link AsyncSharQ}; a backend that does not offer {@link
 * io.sharq.api.Feature#LIMITS} refuses them. Obtain a handle with {@link AsyncSharQ#limit}. It is cheap, immutable and
 * thread-safe.
 */
public final class AsyncLimitHandle {
    private final Backend backend;
    private final LimitKey limit;

    AsyncLimitHandle(Backend backend, LimitKey limit) {
        this.backend = backend;
        this.limit = Bounds.required("limit", limit);
    }

    /**
     * The key of the limit.
     *
     * @return the key
     */
    public LimitKey key() {
        return limit;
    }

    /**
     * Changes the limit, creating it if it does not exist. The change holds at once for all jobs that wait. The level, the
     * counts and the last release stay.
     *
     * @param change the change
     * @return completes when the change is in force. It fails with an {@link io.sharq.api.InvalidValueException} if the parts
     *     do not fit together: a rate that is too coarse to be exact for the greatest cost
     */
    public CompletableFuture<Void> configure(Limit change) {
        Bounds.required("limit", change);
        return Derived.of(
                backend.configureLimit(new ConfigureLimitRequest(limit, change.toChange(), change.hold(), null, false)),
                reply -> null);
    }

    /**
     * Pauses the limit: no queue that draws from it releases a job. A limit that does not exist is created.
     *
     * @return completes when the change is in force
     */
    public CompletableFuture<Void> pause() {
        return Derived.of(
                backend.configureLimit(new ConfigureLimitRequest(limit, LimitChange.NONE, null, true, false)),
                reply -> null);
    }

    /**
     * Resumes the limit.
     *
     * @return false if the limit does not exist
     */
    public CompletableFuture<Boolean> resume() {
        return Derived.of(
                backend.configureLimit(new ConfigureLimitRequest(limit, LimitChange.NONE, null, false, true)),
                ConfigureReply::found);
    }

    /**
     * Describes the limit.
     *
     * @return the description, or empty if the limit does not exist
     */
    public CompletableFuture<Optional<LimitDescription>> describe() {
        return backend.describeLimit(limit).toCompletableFuture();
    }

    /**
     * Deletes the limit, unless queues draw from it or a default of its type names it.
     *
     * @return whether it is deleted, and if not, why
     */
    public CompletableFuture<DeleteLimitStatus> delete() {
        return Derived.of(backend.deleteLimit(new DeleteLimitRequest(limit)), DeleteLimitReply::status);
    }
}
