package io.sharq.api;

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
public record DeadJob(JobKey job, Payload payload, Instant diedAt, int deliveries, Optional<String> reason) {}
