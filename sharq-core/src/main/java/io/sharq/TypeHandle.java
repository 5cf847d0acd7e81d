package io.sharq;

import io.sharq.api.DeadJob;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueDefaults;
import java.util.List;

/**
 * The operations on one queue type: defaults, pause, counts, queues, dead jobs and upkeep. The type need not exist.
 *
 * <pre>{@code
 * TypeHandle sms = sharq.type("sms");
 * sms.pause();
 * long waiting = sms.metrics().length();
 * }</pre>
 *
 * <p>Calls block and fail like those of {@link SharQ}. Obtain a handle with {@link SharQ#type}. It is cheap,
 * immutable and thread-safe.
 */
public final class TypeHandle {
    private final AsyncTypeHandle async;

    TypeHandle(AsyncTypeHandle async) {
        this.async = async;
    }

    /**
     * The name of the type.
     *
     * @return the name
     */
    public String name() {
        return async.name();
    }

    /** Pauses the type: it accepts jobs and releases none. A type that does not exist is created. */
    public void pause() {
        Blocking.get("pause", async.pause());
    }

    /**
     * Resumes the type.
     *
     * @return false if it was not paused
     */
    public boolean resume() {
        return Blocking.get("resume", async.resume());
    }

    /**
     * Changes the defaults that the type has for the queues of a pattern (rule 24). A setting that neither a queue nor an
     * enqueue names is that of the longest matching pattern that names it. Every release after this call has returned goes
     * by the new defaults. {@link QueueSettings#byDefault} removes a default.
     *
     * @param pattern a prefix of queue ids and {@code *}, such as {@code gold-*}; {@code *} for all queues
     * @param change the change of interval, order, cap and limits
     * @throws io.sharq.api.InvalidValueException if the change names a pin or a hold, which have no defaults
     */
    public void setDefaults(String pattern, QueueSettings change) {
        Blocking.get("setDefaults", async.setDefaults(pattern, change));
    }

    /**
     * Deletes the defaults for the queues of a pattern. Queues that relied on them have those of the next pattern, or none.
     *
     * @param pattern the pattern
     * @return false if there are no defaults for it
     */
    public boolean deleteDefaults(String pattern) {
        return Blocking.get("deleteDefaults", async.deleteDefaults(pattern));
    }

    /**
     * Lists the defaults of the type.
     *
     * @return those of each pattern, in the order of the patterns; none if the type does not exist
     */
    public List<QueueDefaults> defaults() {
        return Blocking.get("defaults", async.defaults());
    }

    /**
     * Returns the counts of the type.
     *
     * @return the counts; all zero if the type does not exist
     */
    public Metrics metrics() {
        return Blocking.get("metrics", async.metrics());
    }

    /**
     * Lists the queues of the type.
     *
     * @param page the page to list
     * @return the queue ids
     */
    public Page<String> queues(PageRequest page) {
        return Blocking.get("queues", async.queues(page));
    }

    /**
     * Lists the limits of the type (rule 18).
     *
     * @param page the page to list
     * @return the names of the limits
     */
    public Page<String> limits(PageRequest page) {
        return Blocking.get("limits", async.limits(page));
    }

    /**
     * Lists the dead jobs of the type, oldest first.
     *
     * @param page the page to list
     * @return the dead jobs
     */
    public Page<DeadJob> deadJobs(PageRequest page) {
        return Blocking.get("deadJobs", async.deadJobs(page));
    }

    /**
     * Runs the upkeep of this type.
     *
     * @return the numbers of its jobs requeued and of those that died
     * @see AsyncTypeHandle#requeue()
     */
    public Requeued requeue() {
        return Blocking.get("requeue", async.requeue());
    }

    /**
     * Returns all dead jobs of the type to their places in their queues. Their requeues are counted from 0 again.
     *
     * @return the number of jobs redriven
     */
    public long redriveAll() {
        return Blocking.get("redriveAll", async.redriveAll());
    }
}
