package io.sharq;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.api.Bounds;
import io.sharq.api.EpochMicros;
import io.sharq.api.Headers;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.Payload;
import io.sharq.spi.LeasedJob;
import java.time.Instant;
import java.util.OptionalInt;

/** A job returned by a dequeue, and its lease. Immutable. */
public final class Delivery {
    private final LeasedJob job;
    private final Lease lease;
    private final Instant releasedAt;
    private final Payloads payloads;

    Delivery(String type, LeasedJob job, long releasedAtMicros, Payloads payloads) {
        this.job = job;
        this.lease = new Lease(
                JobKey.of(type, job.queueId(), job.jobId()), job.token(), EpochMicros.toInstant(job.expiresAtMicros()));
        this.releasedAt = EpochMicros.toInstant(releasedAtMicros);
        this.payloads = payloads;
    }

    /**
     * The job.
     *
     * @return its queue and id
     */
    public JobKey job() {
        return lease.job();
    }

    /**
     * The payload as bytes.
     *
     * @return the bytes that were enqueued
     */
    public Payload payload() {
        return job.payload();
    }

    /**
     * The payload as an object, read by Jackson from JSON.
     *
     * @param <T> the object's type
     * @param type the object's type
     * @return the object
     * @throws io.sharq.api.InvalidValueException if the payload is not JSON of that type
     */
    public <T> T payloadAs(Class<T> type) {
        return payloads.read(job.payload(), type);
    }

    /**
     * The payload as a JSON tree.
     *
     * @return the JSON
     * @throws io.sharq.api.InvalidValueException if the payload is not JSON
     */
    public JsonNode json() {
        return payloads.read(job.payload(), JsonNode.class);
    }

    /**
     * The headers that were enqueued with the job.
     *
     * @return the headers; none if there were none
     */
    public Headers headers() {
        return job.headers();
    }

    /**
     * The lease, to be passed to finish, fail, release and extend.
     *
     * @return the lease
     */
    public Lease lease() {
        return lease;
    }

    /**
     * The number of deliveries of the job.
     *
     * @return the number, this one included
     */
    public int deliveries() {
        return job.deliveries();
    }

    /**
     * The number of requeues left to the job after an expired or failed lease.
     *
     * @return the number, empty for no limit
     */
    public OptionalInt requeuesRemaining() {
        return job.requeueLimit() == Bounds.REQUEUE_ALWAYS
                ? OptionalInt.empty()
                : OptionalInt.of(Math.max(0, job.requeueLimit() - job.requeues()));
    }

    /**
     * The number of jobs waiting in the queue after this one was released.
     *
     * @return the length
     */
    public long queueLength() {
        return job.queueLength();
    }

    /**
     * The instant at which the queue released the job, on the backend's clock.
     *
     * @return the instant
     */
    public Instant releasedAt() {
        return releasedAt;
    }

    /** The key of the job and the expiry of its lease, without the content. */
    @Override
    public String toString() {
        return "Delivery[" + lease.job() + ", " + lease.expiresAt() + "]";
    }
}
