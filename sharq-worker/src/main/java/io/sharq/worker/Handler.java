package io.sharq.worker;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * Routes and performs the requests of one kind. Implementations must be thread-safe: several workers use one object at the
 * same time, for different sub-queues. No exception or error of its methods ends a worker.
 *
 * @param <T> the type of the requests: records or beans that Jackson can write and read
 */
public interface Handler<T> {
    /**
     * The class that requests are read as. A worker reads it once, like {@link #name()} and {@link #batchSize()}.
     *
     * @return the class
     */
    Class<T> requestType();

    /**
     * The name under which requests are queued, which must be the same in every process.
     *
     * @return 1 to 90 of {@code A-Z a-z 0-9 _ -} that does not end in {@code -recurring}; the simple name of the class
     *     by default
     */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * Routes requests to sub-queues.
     *
     * @param requests the requests
     * @return a route for each request, in the same order; {@link Route#DEFAULT} for all by default
     */
    default List<Route> route(List<T> requests) {
        return Collections.nCopies(requests.size(), Route.DEFAULT);
    }

    /**
     * The rate and the concurrency of a sub-queue. Each registration reads them, so a change takes effect with the next
     * one.
     *
     * @param subQueue the sub-queue
     * @return its rules; strict order by default
     */
    default SubQueueRules rules(String subQueue) {
        return SubQueueRules.STRICT;
    }

    /**
     * Performs a batch of one sub-queue. If this throws, even an error, the whole batch is retried in order after a
     * backoff. Once a request has used up the requeue limit, it becomes a dead job with the exception's text. A
     * {@link BatchFailure} does the same for some requests only. {@link Throttled} reports that an upstream refuses
     * requests for now: that counts as no failure, and holds the sub-queue.
     *
     * <p>The thread is interrupted when the leases of the whole batch are lost, and when a closed worker waits no longer.
     * Another worker may then perform the requests: end soon, and do nothing more that must not be done twice.
     *
     * @param requests the requests, in order
     * @throws Exception if the requests were not performed
     */
    void perform(List<T> requests) throws Exception;

    /**
     * Performs a batch of one sub-queue, with a view of its leases and headers. Workers call this method, which calls
     * {@link #perform(List)} by default.
     *
     * @param requests the requests, in order
     * @param leases which requests are still this worker's, and the headers of each
     * @throws Exception if the requests were not performed
     */
    default void perform(List<T> requests, BatchLeases leases) throws Exception {
        perform(requests);
    }

    /**
     * Called when a worker binds to a sub-queue, before it performs requests of it.
     *
     * @throws Exception if the worker cannot work on the sub-queue; the requests that it took are retried
     */
    default void start() throws Exception {}

    /**
     * Called when a worker leaves a sub-queue that it had started with, for whatever reason.
     *
     * @throws Exception which is logged
     */
    default void stop() throws Exception {}

    /**
     * How many requests a batch has at the most. The {@code max_batch_size} of {@code [sharq]} bounds it too.
     *
     * @return the size, or empty for that of the settings
     */
    default OptionalInt batchSize() {
        return OptionalInt.empty();
    }
}
