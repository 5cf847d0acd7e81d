package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.DequeueFrom;
import java.util.concurrent.CompletionStage;

/**
 * A call for jobs of a type.
 *
 * @param type the queue type
 * @param from which of its queues may answer
 * @param count how many jobs at the most, 1 to {@link Bounds#MAX_BATCH}
 * @param leaseMicros how long the leases last, at least 1
 * @param nonce the caller's number for this call, part of the tokens. The same nonce of a type sent again, while none of
 *     the leases that it got has been ended by a call or a requeue, gets the same leases again, whatever else it asks
 *     for; afterwards it begins a new dequeue, and never again gets those leases
 * @param namesNext whether the reply names the next ready instant even if all jobs asked for came, for a caller with others
 *     behind it
 */
public record DequeueRequest(String type, DequeueFrom from, int count, long leaseMicros, long nonce, boolean namesNext)
        implements Operation<DequeueReply> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param from which of its queues may answer
     * @param count how many jobs at the most
     * @param leaseMicros how long the leases last
     * @param nonce the caller's number for this call
     * @param namesNext whether the reply names the next ready instant even if all jobs asked for came
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public DequeueRequest {
        Bounds.queueType("queue_type", type);
        Bounds.range("count", count, 1, Bounds.MAX_BATCH);
        Bounds.required("from", from);
        Bounds.span("lease", leaseMicros, 1);
    }

    /**
     * A call whose reply names the next ready instant only if fewer jobs come than are asked for.
     *
     * @param type the queue type
     * @param from which of its queues may answer
     * @param count how many jobs at the most
     * @param leaseMicros how long the leases last
     * @param nonce the caller's number for this call
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public DequeueRequest(String type, DequeueFrom from, int count, long leaseMicros, long nonce) {
        this(type, from, count, leaseMicros, nonce, false);
    }

    @Override
    public CompletionStage<DequeueReply> on(Backend backend) {
        return backend.dequeue(this);
    }

    @Override
    public String name() {
        return "dequeue";
    }

    /** The same nonce gets the same leases. */
    @Override
    public boolean isIdempotent() {
        return true;
    }
}
