package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.DequeueFrom;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

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
 * @param consumer the name of the caller, kept with the leases (rule 28), or null; null for a backend that does not list
 *     {@link io.sharq.api.Feature#CONSUMERS}
 */
public record DequeueRequest(
        String type,
        DequeueFrom from,
        int count,
        long leaseMicros,
        long nonce,
        boolean namesNext,
        @Nullable String consumer)
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
     * @param consumer the name of the caller
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public DequeueRequest {
        Bounds.queueType("queue_type", type);
        Bounds.range("count", count, 1, Bounds.MAX_BATCH);
        Bounds.required("from", from);
        Bounds.span("lease", leaseMicros, 1);
        if (consumer != null) {
            Bounds.consumer("consumer", consumer);
        }
    }

    /**
     * A call of a caller without a name.
     *
     * @param type the queue type
     * @param from which of its queues may answer
     * @param count how many jobs at the most
     * @param leaseMicros how long the leases last
     * @param nonce the caller's number for this call
     * @param namesNext whether the reply names the next ready instant even if all jobs asked for came
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public DequeueRequest(String type, DequeueFrom from, int count, long leaseMicros, long nonce, boolean namesNext) {
        this(type, from, count, leaseMicros, nonce, namesNext, null);
    }

    /**
     * A call of a caller without a name, whose reply names the next ready instant only if fewer jobs come than are asked for.
     *
     * @param type the queue type
     * @param from which of its queues may answer
     * @param count how many jobs at the most
     * @param leaseMicros how long the leases last
     * @param nonce the caller's number for this call
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public DequeueRequest(String type, DequeueFrom from, int count, long leaseMicros, long nonce) {
        this(type, from, count, leaseMicros, nonce, false, null);
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
