package io.sharq;

import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.api.DeadJob;
import io.sharq.api.Feature;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDefaults;
import io.sharq.api.QueuePattern;
import io.sharq.spi.Backend;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import io.sharq.spi.SetDefaultsRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The asynchronous operations on one queue type: defaults, pause, counts, queues, limits, dead jobs and upkeep. The type need not
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
     * Changes the defaults that the type has for the queues of a pattern (rule 24). A setting that neither a queue nor an
     * enqueue names is that of the longest matching pattern that names it. Every release after this call has completed goes
     * by the new defaults. {@link QueueSettings#byDefault} removes a default.
     *
     * @param pattern a prefix of queue ids and {@code *}, such as {@code gold-*}; {@code *} for all queues
     * @param change the change of interval, order, cap and limits
     * @return completes when the change is in force for all queues
     * @throws InvalidValueException if the change names a pin or a hold, which have no defaults
     */
    public CompletableFuture<Void> setDefaults(String pattern, QueueSettings change) {
        Bounds.required("settings", change);
        if (change.pinned() != null || change.hold() != null) {
            String field = change.hold() != null ? "hold" : "pinned";
            throw new InvalidValueException(field, "It has no default: it is a setting of a single queue.");
        }
        SetDefaultsRequest request =
                new SetDefaultsRequest(new QueuePattern(type, pattern), change.toChange(), change.toDefault());
        if (change.needsLimits() && !backend.features().contains(Feature.LIMITS)) {
            return CompletableFuture.failedFuture(BackendException.notOffered("setDefaults", Feature.LIMITS));
        }
        return Derived.of(backend.setDefaults(request), reply -> null);
    }

    /**
     * Deletes the defaults for the queues of a pattern. Queues that relied on them have those of the next pattern, or none.
     *
     * @param pattern the pattern
     * @return false if there are no defaults for it
     */
    public CompletableFuture<Boolean> deleteDefaults(String pattern) {
        SetDefaultsRequest request = SetDefaultsRequest.delete(new QueuePattern(type, pattern));
        return Derived.of(backend.setDefaults(request), ConfigureReply::found);
    }

    /**
     * Lists the defaults of the type.
     *
     * @return those of each pattern, in the order of the patterns; none if the type does not exist
     */
    public CompletableFuture<List<QueueDefaults>> defaults() {
        return backend.defaults(type).toCompletableFuture();
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
     * Lists the limits of the type (rule 18).
     *
     * @param page the page to list
     * @return the names of the limits
     */
    public CompletableFuture<Page<String>> limits(PageRequest page) {
        return backend.limits(type, Bounds.required("page", page)).toCompletableFuture();
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
