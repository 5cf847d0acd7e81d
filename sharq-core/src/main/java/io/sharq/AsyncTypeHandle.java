package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.DeadJob;
import io.sharq.api.JobKey;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.spi.Backend;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The asynchronous operations on one queue type, as {@link AsyncSharQ} describes its own. The type need not exist. Obtain a
 * handle with {@link AsyncSharQ#type}; it is cheap, immutable and thread-safe.
 */
public final class AsyncTypeHandle {
    /** How many dead jobs one step redrives, so that no step holds a store up for long. */
    private static final int STEP = 1_000;

    private final AsyncSharQ sharq;
    private final Backend backend;
    private final DeadLimitsInForce deadLimits;
    private final String type;

    AsyncTypeHandle(AsyncSharQ sharq, Backend backend, DeadLimitsInForce deadLimits, String type) {
        this.sharq = sharq;
        this.backend = backend;
        this.deadLimits = deadLimits;
        this.type = Bounds.identifier("queue_type", type);
    }

    /**
     * The name of the type.
     *
     * @return the name
     */
    public String name() {
        return type;
    }

    /**
     * Pauses a whole type: it takes jobs and releases none.
     *
     * @return completes when it is in force
     */
    public CompletableFuture<Void> pause() {
        return Derived.of(backend.pause(new PauseRequest(type, null, true)), reply -> null);
    }

    /**
     * Resumes a type.
     *
     * @return false if it was not paused
     */
    public CompletableFuture<Boolean> resume() {
        return Derived.of(backend.pause(new PauseRequest(type, null, false)), ConfigureReply::found);
    }

    /**
     * Counts a type.
     *
     * @return the counts; all zero if nothing of it is there
     */
    public CompletableFuture<Metrics> metrics() {
        return backend.metrics(new MetricsScope.Type(type)).toCompletableFuture();
    }

    /**
     * Lists the queues of a type.
     *
     * @param page which part
     * @return the queue ids
     */
    public CompletableFuture<Page<String>> queues(PageRequest page) {
        return backend.queues(type, Bounds.required("page", page)).toCompletableFuture();
    }

    /**
     * Lists the dead jobs of a type, oldest first.
     *
     * @param page which part
     * @return the dead jobs
     */
    public CompletableFuture<Page<DeadJob>> deadJobs(PageRequest page) {
        return backend.deadJobs(type, Bounds.required("page", page)).toCompletableFuture();
    }

    /**
     * Does the upkeep of one type: its expired leases end, and what may be forgotten of it is. No other type is touched.
     *
     * @return how many of its jobs came back, and how many died
     */
    public CompletableFuture<Requeued> requeue() {
        return deadLimits
                .current("requeue")
                .thenCompose(limits -> new UpkeepRound(backend, limits).ofType(type))
                .toCompletableFuture();
    }

    /**
     * Sends all dead jobs of a type back to their places.
     *
     * @return how many went back
     */
    public CompletableFuture<Long> redriveAll() {
        PageRequest page = PageRequest.first(Math.min(STEP, sharq.settings().maxBatchSize()));
        return redriveFrom(page, 0).toCompletableFuture();
    }

    /** Always the first page, because what is redriven is on no page any more. */
    private CompletionStage<Long> redriveFrom(PageRequest page, long before) {
        return deadJobs(page).thenCompose(dead -> {
            if (dead.items().isEmpty()) {
                return CompletableFuture.completedStage(before);
            }
            List<JobKey> jobs = dead.items().stream().map(DeadJob::job).toList();
            return sharq.redrive(jobs).thenCompose(results -> {
                long done = before + results.stream().filter(result -> result).count();
                return PartlyDone.after(done, redriveFrom(page, done));
            });
        });
    }
}
