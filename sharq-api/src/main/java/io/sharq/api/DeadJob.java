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
 * @param reason the reason of its last failure, if one was given; {@value #DEADLINE} if its deadline passed (rule 23)
 */
public record DeadJob(
        JobKey job, Payload payload, Headers headers, Instant diedAt, int deliveries, Optional<String> reason) {
    /** The reason of a job that was not released by its deadline. */
    public static final String DEADLINE = "deadline";
}
