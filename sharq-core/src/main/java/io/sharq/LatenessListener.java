package io.sharq;

import java.time.Duration;

/**
 * Receives the lateness of jobs that are handed to waiting callers: the time from the instant at which a queue was
 * known to become ready to the release of its job, both on the backend's clock. It is called on threads that must not
 * be blocked.
 */
@FunctionalInterface
public interface LatenessListener {
    /**
     * A job was released to a caller that waited.
     *
     * @param type the queue type
     * @param late the time from the ready instant of its queue to the release, zero or more
     */
    void released(String type, Duration late);
}
