package io.sharq.tck.facade;

import io.sharq.spi.EnqueueItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Callers that wait for jobs of one queue type, through whatever stands above a backend: the facade, a server. The backend's clock stands still. Used by one thread.
 */
public interface Callers extends AutoCloseable {
    /**
     * A job that a caller holds.
     *
     * @param queueId its queue id
     * @param jobId its job id
     * @param lease the lease's token
     * @param expiresAt when the lease ends
     */
    record Held(String queueId, String jobId, String lease, Instant expiresAt) {}

    /**
     * Lets a caller dequeue. When this method returns, the caller stands behind those that came before it.
     *
     * @param count how many jobs
     * @param lease how long the leases last, in whole milliseconds
     * @param wait how long to wait, zero for not at all
     * @return its jobs; cancelling it lets the caller go
     */
    CompletableFuture<List<Held>> dequeue(int count, Duration lease, Duration wait);

    /**
     * Enqueues jobs in one call.
     *
     * @param jobs the jobs
     */
    void enqueue(List<EnqueueItem> jobs);

    /**
     * Finishes a job.
     *
     * @param job the job
     */
    void finish(Held job);

    /**
     * How many jobs of a queue are active.
     *
     * @param queueId the queue
     * @return the number, 0 if nothing of the queue is kept
     */
    long active(String queueId);

    /**
     * The shortest wait that can be expressed.
     *
     * @return the wait
     */
    Duration shortestWait();

    /** Lets the shortest wait pass, and with it all that is due at once. */
    void pass();

    /**
     * The instant at which the backend's clock stands.
     *
     * @return the instant
     */
    Instant now();

    @Override
    void close();
}
