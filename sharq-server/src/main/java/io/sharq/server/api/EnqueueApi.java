package io.sharq.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.sharq.AsyncSharQ;
import io.sharq.NewJob;
import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.QueueKey;
import io.sharq.server.contract.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        NewJob job = job(call.queue(), call.body());
        quotas.takeQueue(call.quotaKey(), call.queue());
        return sharq.enqueue(job).thenCompose(result -> switch (result.status()) {
            case QUEUED ->
                CompletableFuture.completedStage(Answer.json(201, json -> {
                    json.writeStringField("status", "queued");
                    json.writeNumberField("current_queue_length", result.queueLength());
                }));
            case DUPLICATE -> CompletableFuture.completedStage(Answer.failure(409, DUPLICATE));
            case TOO_MANY_QUEUES -> CompletableFuture.completedStage(Answer.storeFull(TOO_MANY));
            case QUEUE_FULL -> full(call.queue(), result);
        });
    }

    /** The refusal holds whether or not the queue can be looked at for when it has room again. */
    private CompletionStage<Answer> full(QueueKey queue, EnqueueResult result) {
        Answer answer = Answer.failure(429, json -> {
            json.writeStringField("message", FULL);
            json.writeNumberField("current_queue_length", result.queueLength());
        });
        return sharq.queue(queue)
                .describe()
                .handle((description, failure) -> answer.retryAfter(
                        failure == null ? RetryAfter.secondsFor(description) : RetryAfter.LEAST_SECONDS));
    }

    private CompletionStage<Answer> enqueueBatch(Call call) {
        List<NewJob> jobs = new ArrayList<>();
        for (JsonNode item : call.body().get("jobs")) {
            QueueKey queue = new QueueKey(call.type(), item.get("queue_id").textValue());
            jobs.add(job(queue, item));
        }
        jobs.forEach(job -> quotas.takeQueue(call.quotaKey(), job.key().queue()));
        return sharq.enqueueAll(jobs)
                .thenApply(results -> Answer.success(json -> {
                    json.writeArrayFieldStart("results");
                    for (EnqueueResult result : results) {
                        json.writeStartObject();
                        json.writeStringField("status", result.isQueued() ? "queued" : "failure");
                        if (!result.isQueued()) {
                            json.writeStringField("message", refusal(result.status()));
                        }
                        json.writeNumberField("current_queue_length", result.queueLength());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                }));
    }

    private static String refusal(EnqueueStatus status) {
        return switch (status) {
            case DUPLICATE -> DUPLICATE;
            case TOO_MANY_QUEUES -> TOO_MANY;
            default -> FULL;
        };
    }

    private static NewJob job(QueueKey queue, JsonNode item) {
        RawJson raw = (RawJson) ((POJONode) item.get("payload")).getPojo();
        NewJob job = NewJob.of(queue.type(), queue.id(), item.get("job_id").textValue(), raw.payload());
        if (!item.get("interval").isNull()) {
            job = job.interval(Duration.ofMillis(item.get("interval").longValue()));
        }
        if (item.has("requeue_limit")) {
            job = job.requeueLimit(item.get("requeue_limit").intValue());
        }
        if (item.has("order")) {
            job = job.order(item.get("order").intValue());
        }
        if (item.has("delay")) {
            job = job.delay(Duration.ofMillis(item.get("delay").longValue()));
        }
        if (item.has("ordered")) {
            job = job.ordered(item.get("ordered").booleanValue());
        }
        if (item.has("concurrency")) {
            job = job.concurrency(item.get("concurrency").intValue());
        }
        if (item.has("max_queued_length")) {
            return job.maxQueueLength(item.get("max_queued_length").intValue());
        }
        return raw.maxQueuedLength().isPresent()
                ? job.maxQueueLength(raw.maxQueuedLength().getAsInt())
                : job;
    }
}
