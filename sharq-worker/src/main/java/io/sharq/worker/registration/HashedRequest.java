package io.sharq.worker.registration;

import io.sharq.api.JobKey;
import io.sharq.api.QueueKey;

/**
 * A request to be registered, by its content.
 *
 * @param subQueue the sub-queue that it is routed to
 * @param hash the hash of its content, equal for equal requests
 */
public record HashedRequest(QueueKey subQueue, String hash) {
    /** The key of one of the few jobs that may have this content. */
    JobKey key(int number) {
        return new JobKey(subQueue, number == 0 ? hash : hash + "-" + number);
    }
}
