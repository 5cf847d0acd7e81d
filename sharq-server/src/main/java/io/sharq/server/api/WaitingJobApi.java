package io.sharq.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.sharq.AsyncSharQ;
import io.sharq.JobChange;
import io.sharq.api.ChangeStatus;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobState;
import io.sharq.api.Page;
import io.sharq.api.WaitingJob;
import io.sharq.server.contract.RawJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Lists, cancels and changes waiting jobs. */
final class WaitingJobApi {
    private final AsyncSharQ sharq;

    WaitingJobApi(AsyncSharQ sharq) {
        this.sharq = sharq;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "listJobs", this::list,
                "cancelJob", call -> sharq.cancel(call.job()).thenApply(WaitingJobApi::answer),
                "cancelBatch", call -> sharq.cancelAll(call.jobs()).thenApply(WaitingJobApi::results),
                "changeJob", call -> sharq.change(call.job(), change(call)).thenApply(WaitingJobApi::answer),
                "changeBatch",
                        call -> sharq.changeAll(call.jobs(), change(call)).thenApply(WaitingJobApi::results));
    }

    private CompletionStage<Answer> list(Call call) {
        return sharq.queue(call.queue()).jobs(ListingApi.page(call)).thenApply(WaitingJobApi::listing);
    }

    private static Answer listing(Page<WaitingJob> page) {
        return Answer.success(json -> {
            json.writeArrayFieldStart("jobs");
            for (WaitingJob job : page.items()) {
                json.writeStartObject();
                json.writeStringField("job_id", job.job().id());
                json.writeStringField("state", Json.lower(job.state()));
                json.writeNumberField("order", job.order());
                Json.instant(json, "due_at", job.dueAt());
                Json.instant(json, "earliest_release_at", job.earliestRelease());
                Json.instant(json, "deadline_at", job.deadline());
                Json.headers(json, job.headers());
                json.writeEndObject();
            }
            json.writeEndArray();
            String next = page.next();
            if (next != null) {
                json.writeStringField("cursor", next);
            }
        });
    }

    private static JobChange change(Call call) {
        JsonNode body = call.body();
        if (!body.has("order") && !body.has("delay") && !body.has("payload")) {
            throw new InvalidValueException("body", "It must have `order`, `delay` or `payload`.");
        }
        JobChange change = JobChange.change();
        if (body.has("order")) {
            change = change.order(body.get("order").intValue());
        }
        if (body.has("delay")) {
            change = change.delay(Duration.ofMillis(body.get("delay").longValue()));
        }
        if (body.has("payload")) {
            RawJson raw = (RawJson) ((POJONode) body.get("payload")).getPojo();
            change = change.payload(raw.payload());
        }
        return change;
    }

    private static Answer answer(ChangeStatus status) {
        return switch (status) {
            case DONE -> Answer.success();
            case NOT_FOUND -> Answer.failure(404);
            case LEASED, DEAD, FINISHED -> Answer.failure(409, json -> refusal(json, status));
        };
    }

    private static Answer results(List<ChangeStatus> statuses) {
        return Answer.success(json -> {
            json.writeArrayFieldStart("results");
            for (ChangeStatus status : statuses) {
                json.writeStartObject();
                json.writeStringField("status", status == ChangeStatus.DONE ? "success" : "failure");
                refusal(json, status);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** The message and the state of a job that is there and does not wait. */
    private static void refusal(JsonGenerator json, ChangeStatus status) throws IOException {
        switch (status) {
            case DONE, NOT_FOUND -> {}
            case LEASED ->
                refusal(json, "The job is under a lease. It can be changed once it waits again.", JobState.ACTIVE);
            case DEAD -> refusal(json, "The job is dead. It can be redriven or discarded.", JobState.DEAD);
            case FINISHED -> refusal(json, "The job is finished.", JobState.FINISHED);
        }
    }

    private static void refusal(JsonGenerator json, String message, JobState state) throws IOException {
        json.writeStringField("message", message);
        json.writeStringField("state", Json.lower(state));
    }
}
