package io.sharq.redis.operation;

import io.sharq.redis.script.ScriptArguments;
import io.sharq.spi.Hold;
import org.jspecify.annotations.Nullable;

/** Encodes a hold for a script: its kind, its microseconds and its reason. */
final class HoldArguments {
    private HoldArguments() {}

    static void add(ScriptArguments arguments, @Nullable Hold hold) {
        if (hold instanceof Hold.Until until) {
            arguments.add("until").add(until.atMicros()).add(until.reason());
        } else if (hold instanceof Hold.Span span) {
            arguments.add("for").add(span.spanMicros()).add(span.reason());
        } else {
            arguments.add(hold == null ? "" : "lift").add(0).add("");
        }
    }
}
