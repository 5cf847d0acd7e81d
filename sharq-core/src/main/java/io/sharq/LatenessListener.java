package io.sharq;

import java.time.Duration;

/**
 * Hears how late jobs reach callers that wait for them: how much later a job was released than the instant at which its
 * queue was known to become ready, both by the backend's clock. It is called by threads that must not be blocked.
 */
@FunctionalInterface
public interface LatenessListener {
    /**
     * A job was released to a caller that waited.
     *
     * @param type the queue type
     * @param late how much later than its queue was ready, zero or more
     */
    void released(String type, Duration late);
}
