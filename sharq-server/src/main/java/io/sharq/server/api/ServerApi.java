package io.sharq.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sharq.AsyncSharQ;
import io.sharq.api.Health;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Speaks of the server itself. */
final class ServerApi {
    private final AsyncSharQ sharq;
    private final byte[] document;
    private final Supplier<CompletionStage<String>> metrics;
    private final BooleanSupplier isClosing;

    ServerApi(AsyncSharQ sharq, byte[] document, Supplier<CompletionStage<String>> metrics, BooleanSupplier isClosing) {
        this.sharq = sharq;
        this.document = document.clone();
        this.metrics = metrics;
        this.isClosing = isClosing;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "hello", call -> now(Answer.json(200, json -> json.writeStringField("message", "Hello, SharQ!"))),
                "live", call -> now(Answer.success()),
                "ready", this::ready,
                "deepStatus", call -> sharq.health().thenApply(ServerApi::health),
                "openapi", call -> now(Answer.text("application/json", document)),
                "prometheus",
                        call -> metrics.get()
                                .thenApply(text ->
                                        Answer.text("text/plain; version=0.0.4; charset=utf-8", text.getBytes(UTF_8))));
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedStage(answer);
    }

    /** Not ready while it closes, so that a balancer sends its requests elsewhere. */
    private CompletionStage<Answer> ready(Call call) {
        if (isClosing.getAsBoolean()) {
            return now(Answer.failure(503, "The server is closing."));
        }
        return sharq.health()
                .thenApply(health -> health.available()
                        ? Answer.success()
                        : Answer.failure(503, "The store cannot be used now; /deepstatus/ says why."));
    }

    private static Answer health(Health health) {
        return Answer.json(health.available() ? 200 : 503, json -> {
            json.writeStringField("status", health.available() ? "success" : "failure");
            json.writeStringField("store", health.description());
            json.writeArrayFieldStart("warnings");
            for (String warning : health.warnings()) {
                json.writeString(warning);
            }
            json.writeEndArray();
            json.writeNumberField("round_trip_micros", health.roundTripMicros());
            json.writeNumberField("damaged", health.damaged());
        });
    }
}
