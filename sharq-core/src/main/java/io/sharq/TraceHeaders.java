package io.sharq;

import io.sharq.api.Headers;
import io.sharq.api.InvalidValueException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Adds the context of a trace to the headers of jobs. */
final class TraceHeaders {
    private TraceHeaders() {}

    /**
     * The headers that a job carries to its worker. A header for which there is no room is left out, because tracing fails
     * no enqueue.
     *
     * @param own the headers that the caller gave the job. If one of them belongs to a context, the caller has chosen the
     *     context
     * @param context the context of the enqueue, the most important header first; none if it is not traced
     * @param enqueuedAt the instant of the enqueue
     */
    static Headers of(Headers own, Map<String, String> context, Instant enqueuedAt) {
        Headers headers = own;
        if (!hasAny(own, context)) {
            for (Map.Entry<String, String> header : context.entrySet()) {
                headers = withIfRoom(headers, header.getKey(), header.getValue());
            }
        }
        return hasAny(headers, context)
                ? withIfRoom(
                        headers,
                        TracedJob.ENQUEUED_AT,
                        enqueuedAt.truncatedTo(ChronoUnit.MICROS).toString())
                : own;
    }

    private static boolean hasAny(Headers headers, Map<String, String> context) {
        return context.keySet().stream().anyMatch(name -> headers.value(name).isPresent());
    }

    private static Headers withIfRoom(Headers headers, String name, String value) {
        try {
            return headers.with(name, value);
        } catch (InvalidValueException e) {
            return headers;
        }
    }
}
