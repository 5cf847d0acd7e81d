package io.sharq.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.sharq.AsyncSharQ;
import io.sharq.Failure;
import io.sharq.Finish;
import io.sharq.RetryAfter;
import io.sharq.api.BackendException;
import io.sharq.api.FailStatus;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.Lease;
import io.sharq.api.LeaseStatus;
import io.sharq.api.LeaseToken;
import io.sharq.api.Outcome;
import io.sharq.api.Payload;
import io.sharq.api.QueueKey;
import io.sharq.server.contract.RawJson;
import io.sharq.spi.FinishItem;
import io.sharq.spi.FinishRequest;
import io.sharq.spi.LeaseRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ends leases and prolongs them. */
final class LeaseApi {
    private final AsyncSharQ sharq;

    LeaseApi(AsyncSharQ sharq) {
        this.sharq = sharq;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "finish", this::finish,
                "finishBatch", this::finishBatch,
                "fail", this::fail,
                "release", this::release,
                "throttled", this::throttled,
                "extend", this::extend);
    }

    private CompletionStage<Answer> finish(Call call) {
        return finish(item(call.job(), call.body())).thenApply(LeaseApi::ended);
    }

    private CompletableFuture<LeaseStatus> finish(Item item) {
        if (item.lease().isPresent()) {
            return sharq.finishEach(List.of(item.fenced())).thenApply(statuses -> statuses.get(0));
        }
        return item.result().isPresent()
                ? sharq.finish(item.job(), item.result().get())
                : sharq.finish(item.job());
    }

    private static Answer ended(LeaseStatus status) {
        return status == LeaseStatus.DONE ? Answer.success() : Answer.failure(404);
    }

    /** An item of a batch, checked. */
    private record Item(JobKey job, Optional<Lease> lease, Optional<Payload> result) {
        Finish fenced() {
            return result.isPresent() ? Finish.of(lease.orElseThrow(), result.get()) : Finish.of(lease.orElseThrow());
        }
    }

    private static Item item(JobKey job, JsonNode values) {
        return new Item(
                job,
                Optional.ofNullable(values.get("lease")).map(token -> lease(job, token)),
                Optional.ofNullable(values.get("result")).map(LeaseApi::result));
    }

    private static Payload result(JsonNode value) {
        return ((RawJson) ((POJONode) value).getPojo()).payload();
    }

    /**
     * The calls of the batch go out together, so that they are one or two round trips. All items are read before the
     * first call: what is refused has finished nothing.
     */
    private CompletionStage<Answer> finishBatch(Call call) {
        List<Item> items = new ArrayList<>();
        for (JsonNode item : call.body().get("jobs")) {
            JobKey job = new JobKey(
                    new QueueKey(call.type(), item.get("queue_id").textValue()),
                    item.get("job_id").textValue());
            items.add(item(job, item));
        }
        checkResults(items);
        List<Finish> leases = items.stream()
                .filter(item -> item.lease().isPresent())
                .map(Item::fenced)
                .toList();
        CompletableFuture<List<LeaseStatus>> fenced =
                leases.isEmpty() ? CompletableFuture.completedFuture(List.of()) : sharq.finishEach(leases);
        List<CompletableFuture<LeaseStatus>> results = new ArrayList<>();
        int fencedSoFar = 0;
        for (Item item : items) {
            if (item.lease().isPresent()) {
                int place = fencedSoFar++;
                results.add(fenced.thenApply(statuses -> statuses.get(place)));
            } else {
                results.add(finish(item));
            }
        }
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(ofAll(failure, results)))
                .thenApply(all -> Answer.success(json -> {
                    json.writeArrayFieldStart("results");
                    for (CompletableFuture<LeaseStatus> result : results) {
                        json.writeStartObject();
                        json.writeStringField("status", result.join() == LeaseStatus.DONE ? "success" : "failure");
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                }));
    }

    /** Checks all results before the first call. */
    private void checkResults(List<Item> items) {
        List<FinishItem> checked = items.stream()
                .map(item -> new FinishItem(
                        new LeaseRef(item.job().queue().id(), item.job().id(), null),
                        item.result().orElse(null)))
                .toList();
        FinishRequest.checkRetention(
                checked, sharq.settings().finishedRetention().toNanos() / 1_000);
    }

    /** Where some were finished, or may have been, a failure of others does not say that nothing was done. */
    private static Throwable ofAll(Throwable failure, List<CompletableFuture<LeaseStatus>> results) {
        BackendException first = null;
        boolean isAnyDone = false;
        for (CompletableFuture<LeaseStatus> result : results) {
            if (!result.isCompletedExceptionally()) {
                isAnyDone |= result.join() == LeaseStatus.DONE;
            } else if (problem(result) instanceof BackendException known) {
                if (known.outcome() == Outcome.UNKNOWN) {
                    return known;
                }
                first = first == null ? known : first;
            }
        }
        return first != null && isAnyDone ? first.ofWorkPartlyDone("some were finished") : failure;
    }

    private static @Nullable Throwable problem(CompletableFuture<?> failed) {
        try {
            failed.join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private CompletionStage<Answer> fail(Call call) {
        String reason = call.said("reason").map(JsonNode::textValue).orElse("");
        long delay = call.said("delay").map(JsonNode::longValue).orElse(0L);
        Failure failure =
                (reason.isEmpty() ? Failure.UNEXPLAINED : Failure.because(reason)).retryAfter(Duration.ofMillis(delay));
        return withLease(
                call,
                lease -> sharq.fail(lease, failure)
                        .thenApply(status -> status == FailStatus.LEASE_LOST
                                ? Answer.failure(404)
                                : Answer.success(json -> json.writeStringField(
                                        "outcome", status == FailStatus.DEAD ? "dead" : "requeued"))));
    }

    private CompletionStage<Answer> release(Call call) {
        return withLease(call, lease -> sharq.release(lease).thenApply(LeaseApi::ended));
    }

    private CompletionStage<Answer> throttled(Call call) {
        RetryAfter retryAfter = call.said("retry_after")
                .filter(millis -> !millis.isNull())
                .map(millis -> RetryAfter.in(Duration.ofMillis(millis.longValue())))
                .orElse(RetryAfter.UNKNOWN);
        return withLease(
                call,
                lease -> sharq.throttled(lease, retryAfter)
                        .thenApply(heldUntil -> heldUntil
                                .map(end -> Answer.success(json -> Json.instant(json, "held_until", end)))
                                .orElseGet(() -> Answer.failure(404))));
    }

    private CompletionStage<Answer> extend(Call call) {
        Duration duration = Duration.ofMillis(call.body().get("duration").longValue());
        return withLease(
                call,
                lease -> sharq.extend(lease, duration)
                        .thenApply(extended -> extended.map(longer -> Answer.success(json -> {
                                    json.writeStringField(
                                            "lease", longer.token().toString());
                                    Json.instant(json, "expires_at", longer.expiresAt());
                                }))
                                .orElseGet(() -> Answer.failure(404))));
    }

    /** Without a token it is the lease that the job has now; if that changes meanwhile, the old token changes nothing. */
    private CompletionStage<Answer> withLease(Call call, Function<Lease, CompletionStage<Answer>> action) {
        if (call.body().has("lease")) {
            return action.apply(lease(call.job(), call.body().get("lease")));
        }
        return sharq.find(call.job()).thenCompose(found -> {
            Optional<Lease> lease = found.flatMap(JobDescription::lease);
            return lease.isPresent()
                    ? action.apply(lease.get())
                    : CompletableFuture.completedStage(Answer.failure(404));
        });
    }

    /** Its expiry is nothing that an operation looks at. */
    private static Lease lease(JobKey job, JsonNode token) {
        return new Lease(job, LeaseToken.parse(token.textValue()), Instant.EPOCH);
    }
}
