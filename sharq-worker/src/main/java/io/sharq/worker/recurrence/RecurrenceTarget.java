package io.sharq.worker.recurrence;

import java.time.Instant;

/** Registers the requests of one handler's recurrences. */
public interface RecurrenceTarget {
    /** The handler's name. */
    String handler();

    /**
     * Registers a request. A repeated call with the same request and instant has no effect while the first one's job is
     * still there.
     *
     * @param request the request, as JSON is read without a class
     * @param due the instant that it is registered for
     */
    void register(Object request, Instant due);
}
