package io.sharq.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.api.Headers;
import io.sharq.api.InvalidValueException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the headers of a job to enqueue: those of the body, and the trace context of the request. */
final class NewHeaders {
    private static final String MEMBER = "headers";

    private NewHeaders() {}

    /**
     * The headers of a job.
     *
     * @param place where the job stands in the body, with a dot at its end; empty for the body itself
     * @param job the job
     * @param trace the trace context of the request. A header of the body takes precedence, and a context for which the body
     *     leaves no room is left out: the client did not ask for it
     */
    static Headers of(String place, JsonNode job, Headers trace) {
        Headers headers = own(place, job);
        for (Map.Entry<String, String> header : trace.toMap().entrySet()) {
            // A state belongs to its parent.
            if (headers.value(header.getKey()).isPresent()) {
                return headers;
            }
            try {
                headers = headers.with(header.getKey(), header.getValue());
            } catch (InvalidValueException e) {
                return headers;
            }
        }
        return headers;
    }

    private static Headers own(String place, JsonNode job) {
        Map<String, String> values = new LinkedHashMap<>();
        job.path(MEMBER)
                .properties()
                .forEach(header -> values.put(header.getKey(), header.getValue().textValue()));
        try {
            return Headers.of(values);
        } catch (InvalidValueException e) {
            throw new InvalidValueException(place + MEMBER, e.fault(), e);
        }
    }
}
