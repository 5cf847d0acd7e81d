package io.sharq.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.sharq.AsyncSharQ;
import io.sharq.Delivery;
import io.sharq.DequeueOptions;
import io.sharq.Dequeued;
import io.sharq.api.Bounds;
import io.sharq.api.Lease;
import io.sharq.logging.FailureLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands jobs out. */
final class DequeueApi {
    private static final Logger LOG = LoggerFactory.getLogger(DequeueApi.class);
    private static final FailureLog COUNTED = new FailureLog(LOG);

    private final AsyncSharQ sharq;
    private final WaitingRequests waits;

    DequeueApi(AsyncSharQ sharq, WaitingRequests waits) {
        this.sharq = sharq;
        this.waits = waits;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "dequeue", this::dequeue,
                "dequeueByPost", this::dequeue,
                "dequeueDefault", this::dequeue,
                "dequeueDefaultByPost", this::dequeue);
    }

    private CompletionStage<Answer> dequeue(Call call) {
        Optional<JsonNode> count = call.asked("count");
        Optional<JsonNode> lease = call.asked("lease_ms");
        DequeueOptions options = DequeueOptions.of(call.type());
        if (lease.isPresent()) {
            options = options.lease(Duration.ofMillis(lease.get().longValue()));
        }
        Optional<JsonNode> consumer = call.asked("consumer");
        if (consumer.isPresent()) {
            options = options.consumer(consumer.get().textValue());
        }
        Duration wait = call.longestWait();
        int most = count.map(JsonNode::intValue).orElse(1);
        return dequeue(options, most, wait, call).thenApply(dequeued -> answer(dequeued, count.isPresent()));
    }

    /** Only the first portion is waited for. */
    private CompletionStage<Dequeued> dequeue(DequeueOptions options, int most, Duration wait, Call call) {
        ItemCollector<Dequeued, Delivery> portions = new ItemCollector<>(
                most,
                Dequeued::jobs,
                Delivery::payload,
                (before, asked, size) -> before.jobs().size() < asked ? null : sharq.dequeue(options.count(size)));
        DequeueOptions first = options.count(portions.size());
        CompletableFuture<Dequeued> jobs = wait.isZero()
                ? sharq.dequeue(first)
                : waits.begin(
                        call,
                        wait,
                        longest -> sharq.dequeue(first.waitAtMost(longest)),
                        () -> CompletableFuture.completedStage(nothing()));
        return jobs.thenCompose(portions::take)
                .thenApply(last -> new Dequeued(portions.taken(), last.nextReadyAt(), last.at()));
    }

    private static Dequeued nothing() {
        return new Dequeued(List.of(), Optional.empty(), Instant.now());
    }

    private Answer answer(Dequeued dequeued, boolean isList) {
        List<Delivery> jobs = dequeued.jobs();
        if (jobs.isEmpty()) {
            return Answer.failure(404, json -> Json.instant(json, "next_ready_at", dequeued.nextReadyAt()));
        }
        List<Lease> leases = jobs.stream().map(Delivery::lease).toList();
        try {
            return toAnswer(jobs, isList).ifUndelivered(() -> giveBack(leases));
        } catch (RuntimeException | OutOfMemoryError e) {
            giveBack(leases);
            throw e;
        }
    }

    private static Answer toAnswer(List<Delivery> jobs, boolean isList) {
        return isList
                ? Answer.success(json -> {
                    json.writeArrayFieldStart("jobs");
                    for (Delivery job : jobs) {
                        json.writeStartObject();
                        members(json, job);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                })
                : Answer.success(json -> members(json, jobs.get(0)));
    }

    private static void members(JsonGenerator json, Delivery job) throws IOException {
        json.writeStringField("queue_id", job.job().queue().id());
        json.writeStringField("job_id", job.job().id());
        Json.payload(json, job.payload());
        Json.headers(json, job.headers());
        json.writeStringField("lease", job.lease().token().toString());
        Json.instant(json, "expires_at", job.lease().expiresAt());
        json.writeNumberField("deliveries", job.deliveries());
        json.writeNumberField("requeues_remaining", job.requeuesRemaining().orElse(Bounds.REQUEUE_ALWAYS));
        json.writeNumberField("current_queue_length", job.queueLength());
    }

    /** A client that has gone, or that cannot be answered, takes no job with it. */
    private void giveBack(List<Lease> leases) {
        CompletableFuture<?> unused = sharq.releaseAll(leases).whenComplete((results, failure) -> {
            if (failure != null && COUNTED.isFirst("Jobs could not be given back", failure)) {
                LOG.warn(
                        "{} jobs that did not reach their client could not be given back; they come back when their leases end",
                        leases.size(),
                        failure);
            }
        });
    }
}
