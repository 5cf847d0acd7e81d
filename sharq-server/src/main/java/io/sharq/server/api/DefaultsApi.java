package io.sharq.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.AsyncSharQ;
import io.sharq.QueueSettings;
import io.sharq.api.QueueDefaults;
import io.sharq.api.QueueSetting;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The defaults that a type has for its queues (rule 24). */
final class DefaultsApi {
    /** The settings that the contract names, in its order. It has no limits. */
    static final Set<QueueSetting> SETTINGS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(QueueSetting.LIMITS)));

    private final AsyncSharQ sharq;

    DefaultsApi(AsyncSharQ sharq) {
        this.sharq = sharq;
    }

    Map<String, Handler> handlers() {
        return Map.of("listDefaults", this::list, "setDefaults", this::set, "deleteDefaults", this::delete);
    }

    private CompletionStage<Answer> list(Call call) {
        return sharq.type(call.type())
                .defaults()
                .thenApply(defaults -> Answer.success(json -> {
                    json.writeArrayFieldStart("defaults");
                    for (QueueDefaults ofPattern : defaults) {
                        write(json, ofPattern);
                    }
                    json.writeEndArray();
                }));
    }

    private static void write(JsonGenerator json, QueueDefaults defaults) throws IOException {
        json.writeStartObject();
        json.writeStringField("pattern", defaults.pattern().pattern());
        if (defaults.interval().isPresent()) {
            json.writeNumberField("interval", defaults.interval().get().toMillis());
        }
        if (defaults.ordered().isPresent()) {
            json.writeBooleanField("ordered", defaults.ordered().get());
        }
        if (defaults.concurrency().isPresent()) {
            json.writeNumberField("concurrency", defaults.concurrency().get());
        }
        json.writeEndObject();
    }

    private CompletionStage<Answer> set(Call call) {
        return sharq.type(call.type())
                .setDefaults(call.pattern(), settings(QueueSettings.change(), call.body()))
                .thenApply(done -> Answer.success());
    }

    /** The interval, order and cap that a body names; a null means by default. */
    static QueueSettings settings(QueueSettings before, JsonNode body) {
        QueueSettings change = before;
        for (QueueSetting setting : SETTINGS) {
            JsonNode value = body.get(setting.field());
            if (value != null) {
                change = value.isNull() ? change.byDefault(setting) : with(change, setting, value);
            }
        }
        return change;
    }

    private static QueueSettings with(QueueSettings change, QueueSetting setting, JsonNode value) {
        return switch (setting) {
            case INTERVAL -> change.interval(Duration.ofMillis(value.longValue()));
            case ORDERED -> change.ordered(value.booleanValue());
            case CONCURRENCY -> change.concurrency(value.intValue());
            case LIMITS -> throw new IllegalStateException("The contract has no limits.");
        };
    }

    private CompletionStage<Answer> delete(Call call) {
        return sharq.type(call.type())
                .deleteDefaults(call.pattern())
                .thenApply(isThere -> isThere ? Answer.success() : Answer.failure(404));
    }
}
