package io.sharq;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.api.Bounds;
import io.sharq.api.EpochMicros;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.Payload;
import io.sharq.spi.LeasedJob;
import java.time.Instant;
import java.util.OptionalInt;

/** A job that was handed out, and its lease. Immutable. */
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
     * The content as bytes.
     *
     * @return the bytes that were enqueued
     */
    public Payload payload() {
        return job.payload();
    }

    /**
     * The content as an object that Jackson reads.
     *
     * @param <T> the object's type
     * @param type the object's type
     * @return the object
     * @throws io.sharq.api.InvalidValueException if the content is not JSON of that type
     */
    public <T> T payloadAs(Class<T> type) {
        return payloads.read(job.payload(), type);
    }

    /**
     * The content as JSON.
     *
     * @return the JSON
     * @throws io.sharq.api.InvalidValueException if the content is not JSON
     */
    public JsonNode json() {
        return payloads.read(job.payload(), JsonNode.class);
    }

    /**
     * The lease, which finish, fail, release and extend name.
     *
     * @return the lease
     */
    public Lease lease() {
        return lease;
    }

    /**
     * How often the job was handed out.
     *
     * @return the number, this time included
     */
    public int deliveries() {
        return job.deliveries();
    }

    /**
     * How often the job may still come back after an expired or failed lease.
     *
     * @return the number, empty for always
     */
    public OptionalInt requeuesRemaining() {
        return job.requeueLimit() == Bounds.REQUEUE_ALWAYS
                ? OptionalInt.empty()
                : OptionalInt.of(Math.max(0, job.requeueLimit() - job.requeues()));
    }

    /**
     * The jobs that wait in the queue after this one left it.
     *
     * @return the length
     */
    public long queueLength() {
        return job.queueLength();
    }

    /**
     * When the queue released the job, on the backend's clock.
     *
     * @return the instant
     */
    public Instant releasedAt() {
        return releasedAt;
    }

    /** Names the job, and nothing of its content. */
    @Override
    public String toString() {
        return "Delivery[" + lease.job() + ", " + lease.expiresAt() + "]";
    }
}
