package io.sharq.test;

import io.sharq.Delivery;
import io.sharq.SharQ;
import io.sharq.api.Bounds;
import io.sharq.api.Lease;
import io.sharq.api.Outcome;
import io.sharq.spi.Operation;
import io.sharq.time.ManualTime;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Faults on demand. Each is met by the next operations of a kind, in the order in which the faults were set. An operation is
 * named by its request, such as {@link io.sharq.spi.EnqueueRequest EnqueueRequest.class}; a batch is one operation.
 *
 * <p>Thread-safe.
 */
public final class Faults {
    private static final Duration SHORTEST = Duration.of(1, ChronoUnit.MICROS);

    private static final int MOST = 1_000_000;

    private final PendingFaults pending;
    private final SharQ sharq;
    private final ManualTime time;

    Faults(PendingFaults pending, SharQ sharq, ManualTime time) {
        this.pending = pending;
        this.sharq = sharq;
        this.time = time;
    }

    /**
     * Loses the answer of the next operation: it is done, and the caller gets a {@link io.sharq.api.BackendException} with
     * {@link Outcome#UNKNOWN}.
     *
     * @param operation the kind of operation
     * @return this
     */
    public Faults loseAnswer(Class<? extends Operation<?>> operation) {
        return loseAnswers(operation, 1);
    }

    /**
     * Loses the answers of the next operations.
     *
     * @param operation the kind of operation
     * @param times of how many, 1 to 1,000,000
     * @return this
     * @throws io.sharq.api.InvalidValueException if the number is out of range
     */
    public Faults loseAnswers(Class<? extends Operation<?>> operation, int times) {
        return add(operation, Outcome.UNKNOWN, times);
    }

    /**
     * Fails the next operation before it is done: the caller gets a {@link io.sharq.api.BackendException} with
     * {@link Outcome#NOT_DONE}.
     *
     * @param operation the kind of operation
     * @return this
     */
    public Faults fail(Class<? extends Operation<?>> operation) {
        return fail(operation, 1);
    }

    /**
     * Fails the next operations before they are done.
     *
     * @param operation the kind of operation
     * @param times how many, 1 to 1,000,000
     * @return this
     * @throws io.sharq.api.InvalidValueException if the number is out of range
     */
    public Faults fail(Class<? extends Operation<?>> operation, int times) {
        return add(operation, Outcome.NOT_DONE, times);
    }

    private Faults add(Class<? extends Operation<?>> operation, Outcome outcome, int times) {
        pending.add(Bounds.required("operation", operation), outcome, (int) Bounds.range("times", times, 1, MOST));
        return this;
    }

    /** Removes the faults that no operation has met yet. */
    public void clear() {
        pending.clear();
    }

    /**
     * Counts the faults that no operation has met yet.
     *
     * @return the number
     */
    public int pending() {
        return pending.count();
    }

    /**
     * Lets the lease of a delivery expire as if its worker had died: the clock moves to the end of the lease, and upkeep has
     * returned the job to its queue or to the dead jobs.
     *
     * @param delivery the delivery
     * @throws IllegalStateException if its lease is over already
     */
    public void expire(Delivery delivery) {
        // An extend never shortens a lease, and returns its end.
        Lease lease = sharq.extend(delivery.lease(), SHORTEST)
                .orElseThrow(() -> new IllegalStateException("the lease of " + delivery.job() + " is over"));
        time.advance(Duration.between(time.now(), lease.expiresAt()));
        sharq.type(delivery.job().queue().type()).requeue();
    }
}
