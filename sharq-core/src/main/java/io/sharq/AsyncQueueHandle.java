package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.Metrics;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
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
 * The asynchronous operations on one queue, as {@link AsyncSharQ} describes its own. The queue need not exist. Obtain a handle
 * with {@link AsyncSharQ#queue}; it is cheap, immutable and thread-safe.
 */
public final class AsyncQueueHandle {
    /** How much one step of emptying does, so that no step holds a store up for long. */
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
     * Sets the interval of a queue that is there.
     *
     * @param interval the time between two releases in whole milliseconds, zero for no limit
     * @return false if there is no such queue
     */
    public CompletableFuture<Boolean> interval(Duration interval) {
        return configure(QueueSettings.change().interval(interval), true);
    }

    /**
     * Changes the settings of a queue, which need not have jobs.
     *
     * @param change the change
     * @return completes when it is in force
     */
    public CompletableFuture<Void> configure(QueueSettings change) {
        return Derived.of(configure(change, false), found -> null);
    }

    private CompletableFuture<Boolean> configure(QueueSettings change, boolean mustExist) {
        Bounds.required("settings", change);
        ConfigureRequest request =
                new ConfigureRequest(queue, change.toChange(), change.pinned(), change.hold(), mustExist);
        return Derived.of(backend.configure(request), ConfigureReply::found);
    }

    /**
     * Pauses a queue: it takes jobs and releases none.
     *
     * @return completes when it is in force
     */
    public CompletableFuture<Void> pause() {
        return Derived.of(backend.pause(new PauseRequest(queue.type(), queue.id(), true)), reply -> null);
    }

    /**
     * Resumes a queue.
     *
     * @return false if it is not there
     */
    public CompletableFuture<Boolean> resume() {
        return Derived.of(backend.pause(new PauseRequest(queue.type(), queue.id(), false)), ConfigureReply::found);
    }

    /**
     * Describes a queue.
     *
     * @return the description, or empty if nothing of it is there
     */
    public CompletableFuture<Optional<QueueDescription>> describe() {
        return backend.describe(queue).toCompletableFuture();
    }

    /**
     * Counts a queue.
     *
     * @return the counts; all zero if nothing of it is there
     */
    public CompletableFuture<Metrics> metrics() {
        return backend.metrics(new MetricsScope.Queue(queue)).toCompletableFuture();
    }

    /**
     * Removes the jobs that wait in a queue; its settings stay.
     *
     * @return how many went
     */
    public CompletableFuture<Long> clear() {
        return clear(false);
    }

    /**
     * Removes the jobs that wait in a queue. Jobs that are enqueued meanwhile may go as well.
     *
     * @param settingsToo whether its settings go back to those of a new queue
     * @return how many went
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
