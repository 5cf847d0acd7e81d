package io.sharq;

import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.api.WaitingJob;
import java.time.Duration;
import java.util.Optional;

/**
 * The operations on one queue: settings, pause and hold, description, counts, and clearing. The queue need not exist.
 *
 * <pre>{@code
 * QueueHandle queue = sharq.queue(new QueueKey("sms", "user001"));
 * queue.configure(QueueSettings.change().interval(Duration.ofMillis(500)).pinned(true));
 * }</pre>
 *
 * <p>Calls block and fail like those of {@link SharQ}. Obtain a handle with {@link SharQ#queue}. It is cheap,
 * immutable and thread-safe.
 */
public final class QueueHandle {
    private final AsyncQueueHandle async;

    QueueHandle(AsyncQueueHandle async) {
        this.async = async;
    }

    /**
     * The key of the queue.
     *
     * @return the key
     */
    public QueueKey key() {
        return async.key();
    }

    /**
     * Sets the interval of the queue if it exists. A queue that has drained exists until it is forgotten.
     *
     * @param interval the time between two releases in whole milliseconds, zero for no limit
     * @return false if the queue does not exist
     */
    public boolean interval(Duration interval) {
        return Blocking.get("interval", async.interval(interval));
    }

    /**
     * Changes the settings of the queue, creating it if it does not exist.
     *
     * @param change the change
     */
    public void configure(QueueSettings change) {
        Blocking.get("configure", async.configure(change));
    }

    /** Pauses the queue: it accepts jobs and releases none. A queue that does not exist is created. */
    public void pause() {
        Blocking.get("pause", async.pause());
    }

    /**
     * Resumes the queue.
     *
     * @return false if the queue does not exist
     */
    public boolean resume() {
        return Blocking.get("resume", async.resume());
    }

    /**
     * Describes the queue.
     *
     * @return the description, or empty if the queue does not exist
     */
    public Optional<QueueDescription> describe() {
        return Blocking.get("describe", async.describe());
    }

    /**
     * Returns the counts of the queue.
     *
     * @return the counts; all zero if the queue does not exist
     */
    public Metrics metrics() {
        return Blocking.get("metrics", async.metrics());
    }

    /**
     * Lists the waiting jobs of the queue, the next one to be released first: the queued ones by their places, then the
     * scheduled ones by the instants at which they are due.
     *
     * @param page the page to list
     * @return the jobs; none if the queue does not exist
     */
    public Page<WaitingJob> jobs(PageRequest page) {
        return Blocking.get("jobs", async.jobs(page));
    }

    /**
     * Removes the waiting jobs of the queue. Its settings are kept.
     *
     * @return the number of jobs removed
     */
    public long clear() {
        return Blocking.get("clear", async.clear());
    }

    /**
     * Removes the waiting jobs of the queue. Jobs that are enqueued concurrently may be removed too.
     *
     * @param settingsToo whether to reset its settings to those of a new queue
     * @return the number of jobs removed
     */
    public long clear(boolean settingsToo) {
        return Blocking.get("clear", async.clear(settingsToo));
    }
}
