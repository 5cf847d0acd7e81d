package io.sharq.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.AsyncSharQ;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Counts, and lists types and queues. */
final class ListingApi {
    private static final int PAGE = 1_000;

    /** The original lists everything at once; from here on a cursor goes with the answer. */
    private static final int MOST = 100_000;

    private final AsyncSharQ sharq;

    ListingApi(AsyncSharQ sharq) {
        this.sharq = sharq;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "metrics", this::metrics,
                "metricsOfType", this::metricsOfType,
                "metricsOfQueue", this::metricsOfQueue,
                "listTypes", call -> sharq.types(page(call)).thenApply(types -> list("queue_types", types)),
                "listQueues",
                        call -> sharq.type(call.type()).queues(page(call)).thenApply(ids -> list("queue_ids", ids)));
    }

    static PageRequest page(Call call) {
        int limit = call.asked("limit").map(JsonNode::intValue).orElse(PAGE);
        String cursor = call.asked("cursor").map(JsonNode::textValue).orElse(null);
        return new PageRequest(cursor, limit);
    }

    private CompletionStage<Answer> metrics(Call call) {
        return all(this::liveTypes, PageRequest.first(PAGE), new ArrayList<>())
                .thenCompose(types -> sharq.metrics()
                        .thenApply(metrics -> Answer.success(json -> {
                            counts(json, metrics);
                            strings(json, "queue_types", types.items());
                        })));
    }

    private CompletionStage<Answer> metricsOfType(Call call) {
        CompletionStage<Page<String>> ids = call.asked("limit").isPresent()
                ? liveQueues(call.type(), page(call))
                : all(page -> liveQueues(call.type(), page), page(call), new ArrayList<>());
        return ids.thenApply(page -> list("queue_ids", page));
    }

    private CompletionStage<Page<String>> liveTypes(PageRequest request) {
        return sharq.types(request)
                .thenCompose(page ->
                        LiveNames.of(page, type -> sharq.type(type).metrics().thenApply(LiveNames::holdsJobs)));
    }

    private CompletionStage<Page<String>> liveQueues(String type, PageRequest request) {
        return sharq.type(type)
                .queues(request)
                .thenCompose(page -> LiveNames.of(
                        page,
                        id -> sharq.queue(new QueueKey(type, id)).describe().thenApply(LiveNames::holdsJobs)));
    }

    private CompletionStage<Answer> metricsOfQueue(Call call) {
        return sharq.queue(call.queue())
                .metrics()
                .thenApply(metrics -> Answer.success(json -> {
                    counts(json, metrics);
                    json.writeNumberField("queue_length", metrics.length());
                    json.writeNumberField("delayed", metrics.delayed());
                    json.writeNumberField("active", metrics.active());
                    json.writeNumberField("dead", metrics.dead());
                }));
    }

    private static CompletionStage<Page<String>> all(
            Function<PageRequest, CompletionStage<Page<String>>> listing, PageRequest page, List<String> items) {
        return listing.apply(page).thenCompose(part -> {
            items.addAll(part.items());
            String next = part.next();
            return next == null || items.size() >= MOST
                    ? CompletableFuture.completedStage(new Page<>(items, next))
                    : all(listing, new PageRequest(next, PAGE), items);
        });
    }

    private static Answer list(String name, Page<String> page) {
        return Answer.success(json -> {
            strings(json, name, page.items());
            String next = page.next();
            if (next != null) {
                json.writeStringField("next", next);
            }
        });
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    /** Each minute is named by the millisecond at which it began. */
    private static void counts(JsonGenerator json, Metrics metrics) throws IOException {
        json.writeObjectFieldStart("dequeue_counts");
        for (Metrics.Minute minute : metrics.minutes()) {
            json.writeNumberField(Long.toString(minute.start().toEpochMilli()), minute.dequeued());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("enqueue_counts");
        for (Metrics.Minute minute : metrics.minutes()) {
            json.writeNumberField(Long.toString(minute.start().toEpochMilli()), minute.enqueued());
        }
        json.writeEndObject();
    }
}
