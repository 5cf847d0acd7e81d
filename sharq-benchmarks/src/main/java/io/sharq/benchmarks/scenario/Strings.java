package io.sharq.benchmarks.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.api.Payload;

/** Payloads that are JSON strings without escapes. */
final class Strings {
    private Strings() {}

    static Payload json(String text) {
        return Payload.wrap(("\"" + text + "\"").getBytes(UTF_8));
    }
}
