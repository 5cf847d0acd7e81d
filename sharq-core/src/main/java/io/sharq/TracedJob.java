package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.Headers;
import io.sharq.api.JobKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A delivery of a job that is about to be performed, as tracing sees it.
 *
 * @param job the job
 * @param headers its headers, which hold the context of its trace
 * @param deliveries how often it was delivered, this time included
 * @param batchSize how many jobs are performed together with it, itself included
 */
public record TracedJob(JobKey job, Headers headers, int deliveries, int batchSize) {
    /**
     * The header that holds the instant of the enqueue, by the clock of the process that enqueued the job. A job has it if its
     * enqueue was traced. It is the start of the job's wait in a trace; SharQ itself does not read it.
     */
    public static final String ENQUEUED_AT = "sharq-enqueued-at";

    /** Checks the values. */
    public TracedJob {
        Bounds.required("job", job);
        Bounds.required("headers", headers);
    }

    /**
     * A delivery that is performed alone.
     *
     * @param delivery the delivery
     * @return the job
     */
    public static TracedJob of(Delivery delivery) {
        return of(delivery, 1);
    }

    /**
     * A delivery that is performed together with others.
     *
     * @param delivery the delivery
     * @param batchSize how many there are, this one included
     * @return the job
     */
    public static TracedJob of(Delivery delivery, int batchSize) {
        Bounds.required("delivery", delivery);
        return new TracedJob(delivery.job(), delivery.headers(), delivery.deliveries(), batchSize);
    }

    /**
     * Returns the instant at which the job was enqueued.
     *
     * @return the instant of the header {@value #ENQUEUED_AT}; empty if there is none, or it is not an instant since
     *     1970
     */
    public Optional<Instant> enqueuedAt() {
        return headers.value(ENQUEUED_AT).flatMap(TracedJob::instant);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(instant -> !instant.isBefore(Instant.EPOCH));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
