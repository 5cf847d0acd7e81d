package io.sharq.spi;

import io.sharq.api.Stamp;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a dequeue got.
 *
 * @param jobs the jobs, in the order of their release
 * @param nextReadyAtMicros where fewer jobs came than were asked for, or the request wants it in any case, the instant at
 *     which the earliest queue that may answer is ready, if one is known; an instant that is not after the stamp's means:
 *     ask again at once. The answer to a repeated nonce may leave it out
 * @param stamp when
 */
public record DequeueReply(List<LeasedJob> jobs, OptionalLong nextReadyAtMicros, Stamp stamp) {
    /**
     * Keeps a copy of the list.
     *
     * @param jobs the jobs
     * @param nextReadyAtMicros the instant at which the earliest queue that may answer is ready, if it is to be named
     * @param stamp when
     */
    public DequeueReply {
        jobs = List.copyOf(jobs);
    }
}
