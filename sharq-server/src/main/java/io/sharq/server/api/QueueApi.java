package io.sharq.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.AsyncQueueHandle;
import io.sharq.AsyncSharQ;
import io.sharq.QueueSettings;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobDescription;
import io.sharq.api.JobState;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueSetting;
import io.sharq.api.SettingSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Looks at queues and jobs, and changes what queues do. */
final class QueueApi {
    private final AsyncSharQ sharq;
    private final WaitingRequests waits;

    QueueApi(AsyncSharQ sharq, WaitingRequests waits) {
        this.sharq = sharq;
        this.waits = waits;
    }

    Map<String, Handler> handlers() {
        Map<String, Handler> handlers = new HashMap<>();
        handlers.put("interval", this::interval);
        handlers.put("deleteQueue", this::delete);
        handlers.put("describeQueue", this::describe);
        handlers.put("configureQueue", this::configure);
        handlers.put("findJob", this::find);
        handlers.put("pauseType", call -> sharq.type(call.type()).pause().thenApply(done -> Answer.success()));
        handlers.put("pauseQueue", call -> sharq.queue(call.queue()).pause().thenApply(done -> Answer.success()));
        handlers.put("resumeType", call -> sharq.type(call.type()).resume().thenApply(QueueApi::found));
        handlers.put("resumeQueue", call -> sharq.queue(call.queue()).resume().thenApply(QueueApi::found));
        return handlers;
    }

    private static Answer found(boolean isThere) {
        return isThere ? Answer.success() : Answer.failure(404);
    }

    /**
     * The original has an interval only while a queue holds a job. A queue that drains between the two operations gets the
     * interval that it would have got just before.
     */
    private CompletionStage<Answer> interval(Call call) {
        Duration interval = Duration.ofMillis(call.body().get("interval").longValue());
        AsyncQueueHandle queue = sharq.queue(call.queue());
        return queue.describe()
                .thenCompose(description -> LiveNames.holdsJobs(description)
                        ? queue.interval(interval)
                        : CompletableFuture.completedFuture(false))
                .thenApply(QueueApi::found);
    }

    /** In the words of the original, capitals included. */
    private CompletionStage<Answer> delete(Call call) {
        boolean settingsToo = call.said("purge_all").map(JsonNode::booleanValue).orElse(false);
        return sharq.queue(call.queue())
                .clear(settingsToo)
                .thenApply(removed -> Answer.json(200, json -> {
                    json.writeStringField("status", removed > 0 ? "Success" : "Failure");
                    String all = "Successfully removed all queued calls";
                    json.writeStringField(
                            "message",
                            removed == 0
                                    ? "No queued calls found"
                                    : settingsToo ? all + " and purged related resources" : all);
                }));
    }

    private CompletionStage<Answer> configure(Call call) {
        JsonNode body = call.body();
        QueueSettings change = DefaultsApi.settings(QueueSettings.change(), body);
        if (body.has("pinned")) {
            change = change.pinned(body.get("pinned").booleanValue());
        }
        if (body.has("hold")) {
            change = hold(change, body.get("hold"));
        }
        return sharq.queue(call.queue()).configure(change).thenApply(done -> Answer.success());
    }

    private static QueueSettings hold(QueueSettings change, JsonNode hold) {
        if (hold.isNull()) {
            return change.liftHold();
        }
        if (hold.has("for") == hold.has("until")) {
            throw new InvalidValueException("hold", "It must have either `for` or `until`.");
        }
        String reason = hold.path("reason").asText("");
        return hold.has("for")
                ? change.holdFor(Duration.ofMillis(hold.get("for").longValue()), reason)
                : change.holdUntil(Instant.ofEpochMilli(hold.get("until").longValue()), reason);
    }

    private CompletionStage<Answer> describe(Call call) {
        return sharq.queue(call.queue())
                .describe()
                .thenApply(queue -> queue.map(QueueApi::description).orElseGet(() -> Answer.failure(404)));
    }

    private static Answer description(QueueDescription queue) {
        return Answer.success(json -> {
            json.writeStringField("queue_type", queue.queue().type());
            json.writeStringField("queue_id", queue.queue().id());
            json.writeNumberField("interval", queue.interval().toMillis());
            json.writeBooleanField("pinned", queue.pinned());
            json.writeBooleanField("ordered", queue.ordered());
            json.writeNumberField("concurrency", queue.concurrency());
            if (!queue.sources().isEmpty()) {
                json.writeObjectFieldStart("sources");
                for (Map.Entry<QueueSetting, SettingSource> source : new TreeMap<>(queue.sources()).entrySet()) {
                    if (DefaultsApi.SETTINGS.contains(source.getKey())) {
                        json.writeStringField(
                                source.getKey().field(), source.getValue().toString());
                    }
                }
                json.writeEndObject();
            }
            json.writeBooleanField("paused", queue.paused());
            json.writeBooleanField("type_paused", queue.typePaused());
            if (queue.heldUntil().isPresent()) {
                Json.instant(json, "held_until", queue.heldUntil());
                json.writeStringField("hold_reason", queue.holdReason());
            }
            json.writeNumberField("queue_length", queue.length());
            json.writeNumberField("delayed", queue.delayed());
            json.writeNumberField("active", queue.active());
            json.writeNumberField("dead", queue.dead());
            json.writeStringField("blocked_by", Json.lower(queue.blocker()));
            Json.instant(json, "next_release_at", queue.nextRelease());
        });
    }

    /** A job that waits says why, which its queue knows. */
    private CompletionStage<Answer> find(Call call) {
        Duration wait = call.longestWait();
        CompletableFuture<Optional<JobDescription>> lookup = wait.isZero()
                ? sharq.find(call.job())
                : waits.begin(call, wait, longest -> sharq.find(call.job(), longest), () -> sharq.find(call.job()));
        return lookup.thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedStage(Answer.failure(404));
            }
            JobDescription job = found.get();
            boolean waits = job.state() == JobState.QUEUED || job.state() == JobState.SCHEDULED;
            return waits
                    ? sharq.queue(call.queue()).describe().thenApply(queue -> description(job, queue))
                    : CompletableFuture.completedStage(description(job, Optional.empty()));
        });
    }

    private static Answer description(JobDescription job, Optional<QueueDescription> queue) {
        return Answer.success(json -> {
            json.writeStringField("queue_type", job.job().queue().type());
            json.writeStringField("queue_id", job.job().queue().id());
            json.writeStringField("job_id", job.job().id());
            json.writeStringField("state", Json.lower(job.state()));
            json.writeNumberField("order", job.order());
            if (job.position().isPresent()) {
                json.writeNumberField("position", job.position().getAsLong());
            }
            Json.instant(json, "earliest_release_at", job.earliestRelease());
            Json.instant(json, "deadline_at", job.deadline());
            json.writeNumberField("deliveries", job.deliveries());
            json.writeNumberField("requeues", job.requeues());
            json.writeNumberField("requeue_limit", job.requeueLimit());
            Json.instant(json, "until", job.until());
            if (job.consumer().isPresent()) {
                json.writeStringField("consumer", job.consumer().get());
            }
            if (job.lastFailure().isPresent()) {
                json.writeStringField("last_failure", job.lastFailure().get());
            }
            Json.headers(json, job.headers());
            if (queue.isPresent()) {
                json.writeStringField("blocked_by", Json.lower(queue.get().blocker()));
            }
            if (job.result().isPresent()) {
                Json.payload(json, "result", job.result().get());
            }
        });
    }
}
