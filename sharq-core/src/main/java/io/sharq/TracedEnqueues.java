package io.sharq;

import io.sharq.api.EnqueueResult;
import io.sharq.api.Feature;
import io.sharq.api.Headers;
import io.sharq.api.JobKey;
import io.sharq.spi.Backend;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Sends the requests of enqueues, each in a span of its own whose context its jobs carry. Without tracing the requests are
 * sent as they are. Thread-safe.
 *
 * @param backend where jobs are enqueued
 * @param tracing opens the spans; it must not throw
 */
record TracedEnqueues(Backend backend, JobTracing tracing) {
    CompletionStage<List<EnqueueResult>> enqueue(String type, List<EnqueueItem> items) {
        if (tracing == JobTracing.NONE) {
            return backend.enqueue(new EnqueueRequest(type, items));
        }
        List<JobKey> jobs = items.stream()
                .map(item -> JobKey.of(type, item.queueId(), item.jobId()))
                .toList();
        EnqueueSpan span = tracing.enqueue(type, jobs);
        CompletionStage<List<EnqueueResult>> response =
                Stages.of(() -> backend.enqueue(new EnqueueRequest(type, withContext(items, span))));
        return Derived.after(response, span::enqueued, span::failed);
    }

    private List<EnqueueItem> withContext(List<EnqueueItem> items, EnqueueSpan span) {
        Map<String, String> context = backend.features().contains(Feature.HEADERS) ? span.headers() : Map.of();
        if (context.isEmpty()) {
            return items;
        }
        Instant now = Instant.now();
        Headers ofTrace = TraceHeaders.of(Headers.NONE, context, now);
        return items.stream()
                .map(item -> new EnqueueItem(
                        item.queueId(),
                        item.jobId(),
                        item.payload(),
                        item.headers().isEmpty() ? ofTrace : TraceHeaders.of(item.headers(), context, now),
                        item.options(),
                        item.settings()))
                .toList();
    }
}
