package io.sharq.spi;

import io.sharq.api.JobKey;
import io.sharq.api.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A dead job (rule 14).
 *
 * @param job the job
 * @param payload its content
 * @param diedAtMicros when it died
 * @param deliveries how often it was handed out
 * @param reason the reason of its last failure, or null if none was given
 */
public record DeadJob(
        JobKey job,
        Payload payload,
        long diedAtMicros,
        int deliveries,
        @Nullable String reason) {}
