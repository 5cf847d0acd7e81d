package io.sharq.benchmarks.load;

import io.sharq.api.Lease;
import io.sharq.api.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A job as it was handed out.
 *
 * @param type its queue type
 * @param queueId its queue
 * @param id its id
 * @param payload its content
 * @param released when
 * @param number what tells the order of releases at one instant, 0 where the target does not say
 * @param lease what a finish names, where it is not the job itself
 */
record Handed(
        String type,
        String queueId,
        String id,
        Payload payload,
        Window released,
        long number,
        @Nullable Lease lease) {}
