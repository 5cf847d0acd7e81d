package io.sharq;

import io.sharq.api.DeadJob;
import io.sharq.api.Metrics;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;

/**
 * The operations on one queue type: pausing it, its counts, its queues and its dead jobs. The type need not exist. Calls block
 * and fail as those of {@link SharQ}. Obtain a handle with {@link SharQ#type}; it is cheap, immutable and thread-safe.
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

    /**
     * Pauses a whole type: it takes jobs and releases none.
     */
    public void pause() {
        Blocking.get("pause", async.pause());
    }

    /**
     * Resumes a type.
     *
     * @return false if it was not paused
     */
    public boolean resume() {
        return Blocking.get("resume", async.resume());
    }

    /**
     * Counts a type.
     *
     * @return the counts; all zero if nothing of it is there
     */
    public Metrics metrics() {
        return Blocking.get("metrics", async.metrics());
    }

    /**
     * Lists the queues of a type.
     *
     * @param page which part
     * @return the queue ids
     */
    public Page<String> queues(PageRequest page) {
        return Blocking.get("queues", async.queues(page));
    }

    /**
     * Lists the dead jobs of a type, oldest first.
     *
     * @param page which part
     * @return the dead jobs
     */
    public Page<DeadJob> deadJobs(PageRequest page) {
        return Blocking.get("deadJobs", async.deadJobs(page));
    }

    /**
     * Does the upkeep of one type.
     *
     * @return how many of its jobs came back, and how many died
     * @see AsyncTypeHandle#requeue()
     */
    public Requeued requeue() {
        return Blocking.get("requeue", async.requeue());
    }

    /**
     * Sends all dead jobs of a type back to their places.
     *
     * @return how many went back
     */
    public long redriveAll() {
        return Blocking.get("redriveAll", async.redriveAll());
    }
}
