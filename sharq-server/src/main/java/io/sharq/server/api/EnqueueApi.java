package io.sharq.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.sharq.AsyncSharQ;
import io.sharq.NewJob;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.Feature;
import io.sharq.api.Headers;
import io.sharq.api.QueueDefaults;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.server.contract.GreatestLength;
import io.sharq.server.contract.MissingValueException;
import io.sharq.server.contract.RawJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes jobs in. */
final class EnqueueApi {
    static final String DUPLICATE = "A job with this `job_id` is in the queue already.";
    static final String FULL = "Max queue length reached";
    static final String TOO_MANY = "The queue type has as many queues as `max_queues` allows.";

    private final AsyncSharQ sharq;
    private final Quotas quotas;

    EnqueueApi(AsyncSharQ sharq, Quotas quotas) {
        this.sharq = sharq;
        this.quotas = quotas;
    }

    Map<String, Handler> handlers() {
        return Map.of("enqueue", this::enqueue, "enqueueBatch", this::enqueueBatch);
    }

    private CompletionStage<Answer> enqueue(Call call) {
        Map<String, String> without =
                call.body().has("interval") ? Map.of() : Map.of("", call.queue().id());
        return checkIntervals(call.type(), without).thenCompose(checked -> enqueueChecked(call));
    }

    /**
     * Refuses jobs that name no interval and whose queue has none by default (rule 24). The original demands an interval of
     * each job.
     *
     * @param without the queues of the jobs without an interval, by the places of these jobs in the body
     */
    private CompletionStage<Void> checkIntervals(String type, Map<String, String> without) {
        if (without.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        CompletionStage<List<QueueDefaults>> defaults = sharq.features().contains(Feature.DEFAULTS)
                ? sharq.type(type).defaults()
                : CompletableFuture.completedStage(List.of());
        return defaults.thenAccept(found -> without.forEach((place, queue) -> {
            boolean hasInterval = found.stream()
                    .anyMatch(ofPattern -> ofPattern.interval().isPresent()
                            && ofPattern.pattern().matches(queue));
            if (!hasInterval) {
                throw new MissingValueException(place + "interval");
            }
        }));
    }

    private CompletionStage<Answer> enqueueChecked(Call call) {
        QueueKey queue = call.queue();
        if (allowsNoJob(call.body())) {
            return sharq.queue(queue).describe().thenApply(description -> full(length(description), description));
        }
        NewJob job = job(queue, "", call.body(), trace(call));
        quotas.takeQueue(call.quotaKey(), queue);
        return sharq.enqueue(job).thenCompose(result -> switch (result.status()) {
            case QUEUED ->
                CompletableFuture.completedStage(Answer.json(201, json -> {
                    json.writeStringField("status", "queued");
                    json.writeNumberField("current_queue_length", lengthBefore(result));
                }));
            case DUPLICATE -> CompletableFuture.completedStage(Answer.failure(409, DUPLICATE));
            case TOO_MANY_QUEUES -> CompletableFuture.completedStage(Answer.storeFull(TOO_MANY));
            case QUEUE_FULL -> full(queue, result.queueLength());
            case UNKNOWN_LIMIT, COST_TOO_HIGH ->
                throw new IllegalStateException("a job without limits was refused: " + result.status());
        });
    }

    /** The refusal holds whether or not the queue can be looked at for when it has room again. */
    private CompletionStage<Answer> full(QueueKey queue, long length) {
        return sharq.queue(queue)
                .describe()
                .handle((description, failure) -> full(length, failure == null ? description : Optional.empty()));
    }

    private static Answer full(long length, Optional<QueueDescription> description) {
        return Answer.failure(429, json -> {
                    json.writeStringField("message", FULL);
                    json.writeNumberField("current_queue_length", length);
                })
                .retryAfter(RetryAfter.secondsFor(description));
    }

    private static long length(Optional<QueueDescription> queue) {
        return queue.map(QueueDescription::length).orElse(0L);
    }

    private CompletionStage<Answer> enqueueBatch(Call call) {
        Map<String, String> without = new LinkedHashMap<>();
        JsonNode named = call.body().get("jobs");
        for (int i = 0; i < named.size(); i++) {
            if (!named.get(i).has("interval")) {
                without.put("jobs[" + i + "].", named.get(i).get("queue_id").textValue());
            }
        }
        return checkIntervals(call.type(), without).thenCompose(checked -> enqueueCheckedBatch(call));
    }

    private CompletionStage<Answer> enqueueCheckedBatch(Call call) {
        List<JsonNode> items = new ArrayList<>();
        call.body().get("jobs").forEach(items::add);
        Headers trace = trace(call);
        List<NewJob> jobs = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            if (!allowsNoJob(item)) {
                QueueKey queue = new QueueKey(call.type(), item.get("queue_id").textValue());
                jobs.add(job(queue, "jobs[" + i + "].", item, trace));
            }
        }
        jobs.forEach(job -> quotas.takeQueue(call.quotaKey(), job.key().queue()));
        CompletionStage<List<EnqueueResult>> enqueued =
                jobs.isEmpty() ? CompletableFuture.completedStage(List.of()) : sharq.enqueueAll(jobs);
        return enqueued.thenApply(results -> Answer.success(json -> {
            Iterator<EnqueueResult> rest = results.iterator();
            json.writeArrayFieldStart("results");
            for (JsonNode item : items) {
                json.writeStartObject();
                if (allowsNoJob(item)) {
                    json.writeStringField("status", "failure");
                    json.writeStringField("message", FULL);
                } else {
                    members(json, rest.next());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    private static void members(JsonGenerator json, EnqueueResult result) throws IOException {
        json.writeStringField("status", result.isQueued() ? "queued" : "failure");
        if (!result.isQueued()) {
            json.writeStringField("message", refusal(result.status()));
        }
        json.writeNumberField("current_queue_length", lengthBefore(result));
    }

    /**
     * The original reports the length without the new job; {@link EnqueueResult} has the length afterwards. After a retry that
     * may be the length at the retry, when the job has already left the queue.
     */
    private static long lengthBefore(EnqueueResult result) {
        return result.isQueued() ? Math.max(0, result.queueLength() - 1) : result.queueLength();
    }

    private static String refusal(EnqueueStatus status) {
        return switch (status) {
            case DUPLICATE -> DUPLICATE;
            case TOO_MANY_QUEUES -> TOO_MANY;
            default -> FULL;
        };
    }

    /** A backend that has no headers refuses a job with some, and the client of a proxy that traces asked for none. */
    private Headers trace(Call call) {
        return sharq.features().contains(Feature.HEADERS) ? call.trace() : Headers.NONE;
    }

    private static NewJob job(QueueKey queue, String place, JsonNode item, Headers trace) {
        NewJob job = NewJob.of(
                        queue.type(),
                        queue.id(),
                        item.get("job_id").textValue(),
                        payload(item).payload())
                .headers(NewHeaders.of(place, item, trace));
        if (item.hasNonNull("interval")) {
            job = job.interval(Duration.ofMillis(item.get("interval").longValue()));
        }
        if (item.hasNonNull("requeue_limit")) {
            job = job.requeueLimit(item.get("requeue_limit").intValue());
        }
        if (item.has("order")) {
            job = job.order(item.get("order").intValue());
        }
        if (item.has("delay")) {
            job = job.delay(Duration.ofMillis(item.get("delay").longValue()));
        }
        if (item.has("deadline")) {
            job = job.deadline(Duration.ofMillis(item.get("deadline").longValue()));
        }
        if (item.has("ordered")) {
            job = job.ordered(item.get("ordered").booleanValue());
        }
        if (item.has("concurrency")) {
            job = job.concurrency(item.get("concurrency").intValue());
        }
        OptionalInt longest = greatestLength(item);
        return longest.isPresent() ? job.maxQueueLength(longest.getAsInt()) : job;
    }

    /** The original reads the number in the payload; one beside the payload takes precedence. */
    private static OptionalInt greatestLength(JsonNode item) {
        return item.hasNonNull("max_queued_length")
                ? OptionalInt.of(GreatestLength.of(item.get("max_queued_length").decimalValue()))
                : payload(item).maxQueuedLength();
    }

    /** A number of 0 or less is not one that {@link NewJob} accepts, and the original refuses every job with it. */
    private static boolean allowsNoJob(JsonNode item) {
        OptionalInt longest = greatestLength(item);
        return longest.isPresent() && longest.getAsInt() == 0;
    }

    private static RawJson payload(JsonNode item) {
        return (RawJson) ((POJONode) item.get("payload")).getPojo();
    }
}
