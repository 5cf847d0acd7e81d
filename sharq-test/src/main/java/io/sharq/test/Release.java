package io.sharq.test;

import io.sharq.api.JobKey;
import java.time.Instant;

/**
 * One release of a job to a worker.
 *
 * @param job the job
 * @param at the instant of the release
 * @param deliveries how often the job has been released, this time included
 */
public record Release(JobKey job, Instant at, int deliveries) {}
