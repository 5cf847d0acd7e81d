package io.sharq.benchmarks.load;

import io.sharq.api.Lease;
import io.sharq.api.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A job that was handed out.
 *
 * @param type its queue type
 * @param queueId its queue
 * @param id its id
 * @param payload its payload
 * @param released when it was released
 * @param number orders releases at one instant, 0 if the target does not report it
 * @param lease the lease that a finish names, or null if a finish names the job
 */
public record Handed(
        String type,
        String queueId,
        String id,
        Payload payload,
        Window released,
        long number,
        @Nullable Lease lease) {}
