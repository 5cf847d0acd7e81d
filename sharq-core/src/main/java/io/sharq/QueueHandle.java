package io.sharq;

import io.sharq.api.Metrics;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import java.time.Duration;
import java.util.Optional;

/**
 * The operations on one queue: its settings, pause and hold, its description, and emptying it. The queue need not exist. Calls
 * block and fail as those of {@link SharQ}. Obtain a handle with {@link SharQ#queue}; it is cheap, immutable and thread-safe.
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
     * Sets the interval of a queue that is there.
     *
     * @param interval the time between two releases in whole milliseconds, zero for no limit
     * @return false if there is no such queue
     */
    public boolean interval(Duration interval) {
        return Blocking.get("interval", async.interval(interval));
    }

    /**
     * Changes the settings of a queue, which need not have jobs.
     *
     * @param change the change
     */
    public void configure(QueueSettings change) {
        Blocking.get("configure", async.configure(change));
    }

    /**
     * Pauses a queue: it takes jobs and releases none.
     */
    public void pause() {
        Blocking.get("pause", async.pause());
    }

    /**
     * Resumes a queue.
     *
     * @return false if it is not there
     */
    public boolean resume() {
        return Blocking.get("resume", async.resume());
    }

    /**
     * Describes a queue.
     *
     * @return the description, or empty if nothing of it is there
     */
    public Optional<QueueDescription> describe() {
        return Blocking.get("describe", async.describe());
    }

    /**
     * Counts a queue.
     *
     * @return the counts; all zero if nothing of it is there
     */
    public Metrics metrics() {
        return Blocking.get("metrics", async.metrics());
    }

    /**
     * Removes the jobs that wait in a queue; its settings stay.
     *
     * @return how many went
     */
    public long clear() {
        return Blocking.get("clear", async.clear());
    }

    /**
     * Removes the jobs that wait in a queue. Jobs that are enqueued meanwhile may go as well.
     *
     * @param settingsToo whether its settings go back to those of a new queue
     * @return how many went
     */
    public long clear(boolean settingsToo) {
        return Blocking.get("clear", async.clear(settingsToo));
    }
}
