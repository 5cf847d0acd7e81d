package io.sharq.server.api;

import io.sharq.AsyncSharQ;
import io.sharq.api.DeadJob;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Lists dead jobs, sends them back and throws them away. */
final class DeadJobApi {
    private final AsyncSharQ sharq;

    DeadJobApi(AsyncSharQ sharq) {
        this.sharq = sharq;
    }

    Map<String, Handler> handlers() {
        return Map.of("deadJobs", this::list, "redrive", this::redrive, "discard", this::discard);
    }

    private CompletionStage<Answer> list(Call call) {
        PageRequest asked = ListingApi.page(call);
        ItemCollector<Page<DeadJob>, DeadJob> portions = new ItemCollector<>(
                asked.limit(),
                Page::items,
                DeadJob::payload,
                (before, limit, size) -> before.next() == null
                        ? null
                        : sharq.type(call.type()).deadJobs(new PageRequest(before.next(), size)));
        return sharq.type(call.type())
                .deadJobs(new PageRequest(asked.cursor(), portions.size()))
                .thenCompose(portions::take)
                .thenApply(page -> Answer.success(json -> {
                    json.writeArrayFieldStart("jobs");
                    for (DeadJob dead : portions.taken()) {
                        json.writeStartObject();
                        json.writeStringField("queue_id", dead.job().queue().id());
                        json.writeStringField("job_id", dead.job().id());
                        Json.payload(json, dead.payload());
                        Json.headers(json, dead.headers());
                        Json.instant(json, "died_at", dead.diedAt());
                        json.writeNumberField("deliveries", dead.deliveries());
                        if (dead.reason().isPresent()) {
                            json.writeStringField("reason", dead.reason().get());
                        }
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    String next = page.next();
                    if (next != null) {
                        json.writeStringField("next", next);
                    }
                }));
    }

    private CompletionStage<Answer> redrive(Call call) {
        CompletionStage<Long> done = call.body().has("all")
                ? sharq.type(call.type()).redriveAll()
                : sharq.redrive(call.jobs()).thenApply(DeadJobApi::count);
        return done.thenApply(DeadJobApi::done);
    }

    private CompletionStage<Answer> discard(Call call) {
        return sharq.discard(call.jobs()).thenApply(DeadJobApi::count).thenApply(DeadJobApi::done);
    }

    private static long count(List<Boolean> results) {
        return results.stream().filter(result -> result).count();
    }

    private static Answer done(long count) {
        return Answer.success(json -> json.writeNumberField("done", count));
    }
}
