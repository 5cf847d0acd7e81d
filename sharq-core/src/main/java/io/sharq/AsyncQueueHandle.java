package io.sharq;

import io.sharq.api.BackendException;
import io.sharq.api.Bounds;
import io.sharq.api.Feature;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.WaitingJob;
import io.sharq.spi.Backend;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.MetricsScope;
import io.sharq.spi.PauseRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The asynchronous operations on one queue: settings, pause and hold, description, counts, and clearing. The queue
 * need not exist. Calls complete and fail like those of {@link AsyncSharQ}. Obtain a handle with {@link
 * AsyncSharQ#queue}. It is cheap, immutable and thread-safe.
 */
public final class AsyncQueueHandle {
    /** The most jobs that one clear request removes, so that no request blocks the store for long. */
    private static final int STEP = 1_000;

    private final Backend backend;
    private final QueueKey queue;

    AsyncQueueHandle(Backend backend, QueueKey queue) {
        this.backend = backend;
        this.queue = Bounds.required("queue", queue);
    }

    /**
     * The key of the queue.
     *
     * @return the key
     */
    public QueueKey key() {
        return queue;
    }

    /**
     * Sets the interval of the queue if it exists. A queue that has drained exists until it is forgotten.
     *
     * @param interval the time between two releases in whole milliseconds, zero for no limit
     * @return false if the queue does not exist
     */
    public CompletableFuture<Boolean> interval(Duration interval) {
        return configure(QueueSettings.change().interval(interval), true);
    }

    /**
     * Changes the settings of the queue, creating it if it does not exist. A change that returns settings to their defaults
     * is refused if the backend does not offer {@link Feature#DEFAULTS}, and one that names limits if it does not offer {@link
     * Feature#LIMITS}, or if there is no such limit.
     *
     * @param change the change
     * @return completes when the change is in force
     */
    public CompletableFuture<Void> configure(QueueSettings change) {
        return Derived.of(configure(change, false), found -> null);
    }

    private CompletableFuture<Boolean> configure(QueueSettings change, boolean mustExist) {
        Bounds.required("settings", change);
        ConfigureRequest request = new ConfigureRequest(
                queue, change.toChange(), change.toDefault(), change.pinned(), change.hold(), mustExist);
        if (!change.toDefault().isEmpty() && !backend.features().contains(Feature.DEFAULTS)) {
            return CompletableFuture.failedFuture(BackendException.notOffered("configure", Feature.DEFAULTS));
        }
        if (change.needsLimits() && !backend.features().contains(Feature.LIMITS)) {
            return CompletableFuture.failedFuture(BackendException.notOffered("configure", Feature.LIMITS));
        }
        return Derived.of(backend.configure(request), ConfigureReply::found);
    }

    /**
     * Pauses the queue: it accepts jobs and releases none. A queue that does not exist is created.
     *
     * @return completes when the change is in force
     */
    public CompletableFuture<Void> pause() {
        return Derived.of(backend.pause(new PauseRequest(queue.type(), queue.id(), true)), reply -> null);
    }

    /**
     * Resumes the queue.
     *
     * @return false if the queue does not exist
     */
    public CompletableFuture<Boolean> resume() {
        return Derived.of(backend.pause(new PauseRequest(queue.type(), queue.id(), false)), ConfigureReply::found);
    }

    /**
     * Describes the queue.
     *
     * @return the description, or empty if the queue does not exist
     */
    public CompletableFuture<Optional<QueueDescription>> describe() {
        return backend.describe(queue).toCompletableFuture();
    }

    /**
     * Returns the counts of the queue.
     *
     * @return the counts; all zero if the queue does not exist
     */
    public CompletableFuture<Metrics> metrics() {
        return backend.metrics(new MetricsScope.Queue(queue)).toCompletableFuture();
    }

    /**
     * Lists the waiting jobs of the queue, the next one to be released first: the queued ones by their places, then the
     * scheduled ones by the instants at which they are due.
     *
     * @param page the page to list
     * @return the jobs; none if the queue does not exist
     */
    public CompletableFuture<Page<WaitingJob>> jobs(PageRequest page) {
        return backend.jobs(queue, Bounds.required("page", page)).toCompletableFuture();
    }

    /**
     * Removes the waiting jobs of the queue. Its settings are kept.
     *
     * @return the number of jobs removed
     */
    public CompletableFuture<Long> clear() {
        return clear(false);
    }

    /**
     * Removes the waiting jobs of the queue. Jobs that are enqueued concurrently may be removed too.
     *
     * @param settingsToo whether to reset its settings to those of a new queue
     * @return the number of jobs removed
     */
    public CompletableFuture<Long> clear(boolean settingsToo) {
        return clear(new ClearRequest(queue, settingsToo, STEP), 0).toCompletableFuture();
    }

    private CompletionStage<Long> clear(ClearRequest step, long before) {
        return backend.clear(step).thenCompose(reply -> {
            long removed = before + reply.removed();
            return reply.more()
                    ? PartlyDone.after(removed, clear(step, removed))
                    : CompletableFuture.completedStage(removed);
        });
    }
}
