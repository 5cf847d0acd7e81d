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
 * The asynchronous operations on one queue type: pause, counts, queues, dead jobs and upkeep. The type need not
 * exist. Calls complete and fail like those of {@link AsyncSharQ}. Obtain a handle with {@link AsyncSharQ#type}. It
 * is cheap, immutable and thread-safe.
 */
public final class AsyncTypeHandle {
    /** The most dead jobs that one request redrives, so that no request blocks the store for long. */
    private static final int STEP = 1_000;

    private final AsyncSharQ sharq;
    private final Backend backend;
    private final DeadLimitsInForce deadLimits;
    private final String type;

    AsyncTypeHandle(AsyncSharQ sharq, Backend backend, DeadLimitsInForce deadLimits, String type) {
        this.sharq = sharq;
        this.backend = backend;
        this.deadLimits = deadLimits;
        this.type = Bounds.queueType("queue_type", type);
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
     * Pauses the type: it accepts jobs and releases none. A type that does not exist is created.
     *
     * @return completes when the change is in force
     */
    public CompletableFuture<Void> pause() {
        return Derived.of(backend.pause(new PauseRequest(type, null, true)), reply -> null);
    }

    /**
     * Resumes the type.
     *
     * @return false if it was not paused
     */
    public CompletableFuture<Boolean> resume() {
        return Derived.of(backend.pause(new PauseRequest(type, null, false)), ConfigureReply::found);
    }

    /**
     * Returns the counts of the type.
     *
     * @return the counts; all zero if the type does not exist
     */
    public CompletableFuture<Metrics> metrics() {
        return backend.metrics(new MetricsScope.Type(type)).toCompletableFuture();
    }

    /**
     * Lists the queues of the type.
     *
     * @param page the page to list
     * @return the queue ids
     */
    public CompletableFuture<Page<String>> queues(PageRequest page) {
        return backend.queues(type, Bounds.required("page", page)).toCompletableFuture();
    }

    /**
     * Lists the dead jobs of the type, oldest first.
     *
     * @param page the page to list
     * @return the dead jobs
     */
    public CompletableFuture<Page<DeadJob>> deadJobs(PageRequest page) {
        return backend.deadJobs(type, Bounds.required("page", page)).toCompletableFuture();
    }

    /**
     * Runs the upkeep of this type: its expired leases end, and what has passed its retention is removed. Other types
     * are not affected.
     *
     * @return the numbers of its jobs requeued and of those that died
     */
    public CompletableFuture<Requeued> requeue() {
        return deadLimits
                .current("requeue")
                .thenCompose(limits -> new UpkeepRound(backend, limits).ofType(type))
                .toCompletableFuture();
    }

    /**
     * Returns all dead jobs of the type to their places in their queues. Their requeues are counted from 0 again.
     *
     * @return the number of jobs redriven
     */
    public CompletableFuture<Long> redriveAll() {
        PageRequest page = PageRequest.first(Math.min(STEP, sharq.settings().maxBatchSize()));
        return redriveFrom(page, 0).toCompletableFuture();
    }

    /** Reads the first page each time: redriven jobs have left the listing. */
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
