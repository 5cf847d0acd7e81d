package io.sharq.api;

import java.time.Instant;
import java.util.Optional;

/**
 * A dead job.
 *
 * @param job the job
 * @param payload its content
 * @param headers its headers
 * @param diedAt the instant of its death
 * @param deliveries the number of its deliveries
 * @param reason the reason of its last failure, if one was given
 */
public record DeadJob(
        JobKey job, Payload payload, Headers headers, Instant diedAt, int deliveries, Optional<String> reason) {}
