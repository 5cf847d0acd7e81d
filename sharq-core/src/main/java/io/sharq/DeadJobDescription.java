package io.sharq;

import io.sharq.api.JobKey;
import io.sharq.api.Payload;
import io.sharq.spi.DeadJob;
import java.time.Instant;
import java.util.Optional;

/**
 * A dead job.
 *
 * @param job the job
 * @param payload its content
 * @param diedAt when it died
 * @param deliveries how often it was handed out
 * @param reason the reason of its last failure, if one was given
 */
public record DeadJobDescription(JobKey job, Payload payload, Instant diedAt, int deliveries, Optional<String> reason) {
    static DeadJobDescription of(DeadJob job) {
        return new DeadJobDescription(
                job.job(),
                job.payload(),
                Micros.toInstant(job.diedAtMicros()),
                job.deliveries(),
                Optional.ofNullable(job.reason()));
    }
}
