package io.sharq;

import io.sharq.api.limit.DeleteLimitStatus;
import io.sharq.api.limit.LimitDescription;
import io.sharq.api.limit.LimitKey;
import java.util.Optional;

/**
 * The operations on one limit: parts and hold, pause, description, and deletion (rules 18 to 20). The limit need not exist.
 *
 * <pre>{@code
 * LimitHandle campaign = sharq.limit(new LimitKey("sms", "att-camp7"));
 * campaign.configure(Limit.rate(75, Duration.ofMinutes(1)).burst(10));
 * }</pre>
 *
 * <p>Calls block and fail like those of {@link SharQ}; a backend that does not offer {@link io.sharq.api.Feature#LIMITS}
 * refuses them. Obtain a handle with {@link SharQ#limit}. It is cheap, immutable and thread-safe.
 */
public final class LimitHandle {
    private final AsyncLimitHandle async;

    LimitHandle(AsyncLimitHandle async) {
        this.async = async;
    }

    /**
     * The key of the limit.
     *
     * @return the key
     */
    public LimitKey key() {
        return async.key();
    }

    /**
     * Changes the limit, creating it if it does not exist. The change holds at once for all jobs that wait. The level, the
     * counts and the last release stay.
     *
     * @param change the change
     * @throws io.sharq.api.InvalidValueException if the parts do not fit together: a rate that is too coarse to be exact for
     *     the greatest cost
     */
    public void configure(Limit change) {
        Blocking.get("configureLimit", async.configure(change));
    }

    /** Pauses the limit: no queue that draws from it releases a job. A limit that does not exist is created. */
    public void pause() {
        Blocking.get("configureLimit", async.pause());
    }

    /**
     * Resumes the limit.
     *
     * @return false if the limit does not exist
     */
    public boolean resume() {
        return Blocking.get("configureLimit", async.resume());
    }

    /**
     * Describes the limit.
     *
     * @return the description, or empty if the limit does not exist
     */
    public Optional<LimitDescription> describe() {
        return Blocking.get("describeLimit", async.describe());
    }

    /**
     * Deletes the limit, unless queues draw from it or a default of its type names it.
     *
     * @return whether it is deleted, and if not, why
     */
    public DeleteLimitStatus delete() {
        return Blocking.get("deleteLimit", async.delete());
    }
}
