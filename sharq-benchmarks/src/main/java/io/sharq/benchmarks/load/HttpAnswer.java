package io.sharq.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A response of a server.
 *
 * @param call the method and path of the request
 * @param status the status
 * @param body the body
 */
@SuppressWarnings("ArrayRecordComponent") // Created once, read once, and never compared.
record HttpAnswer(String call, int status, byte[] body) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Returns this if the status is the given one. Throws otherwise. */
    HttpAnswer expect(int success) {
        if (status != success) {
            throw refused();
        }
        return this;
    }

    /** The results of a batch, one for each job. */
    List<JsonNode> results(int jobs) {
        List<JsonNode> results = new ArrayList<>();
        expect(200).json().path("results").forEach(results::add);
        if (results.size() != jobs) {
            throw refused();
        }
        return results;
    }

    private IllegalStateException refused() {
        return new IllegalStateException(call + " was answered with " + status + " " + new String(body, UTF_8));
    }

    /** Checks that the response to a batch reports success for each job. */
    void expectEach(int jobs, String success) {
        if (!results(jobs).stream()
                .allMatch(result -> success.equals(result.path("status").asText()))) {
            throw refused();
        }
    }

    JsonNode json() {
        try {
            JsonNode read = JSON.readTree(body);
            if (!read.isObject()) {
                throw refused();
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(call + " was not answered with JSON", e);
        }
    }
}
