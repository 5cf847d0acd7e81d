package io.sharq.worker;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * What an application does with requests of one kind. One object may be used by several workers at once, for different
 * sub-queues, so it must be thread-safe. Whatever its methods throw ends no worker.
 *
 * @param <T> the requests: records or beans that Jackson can write and read
 */
public interface Handler<T> {
    /**
     * The class that requests are read as. Read once by each worker, as {@link #name()} and {@link #batchSize()} are.
     *
     * @return the class
     */
    Class<T> requestType();

    /**
     * The name under which requests are queued, the same in every process.
     *
     * @return an identifier of at most 90 characters that does not end in {@code -recurring}; the simple name of the class
     *     unless overridden
     */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * Spreads requests over sub-queues.
     *
     * @param requests the requests
     * @return a route for each, in their order; all the default one unless overridden
     */
    default List<Route> route(List<T> requests) {
        return Collections.nCopies(requests.size(), Route.DEFAULT);
    }

    /**
     * What holds for a sub-queue. It is read for each registration, so a change holds from the next one on.
     *
     * @param thread the sub-queue
     * @return its rules; strict order unless overridden
     */
    default ThreadRules rules(String thread) {
        return ThreadRules.STRICT;
    }

    /**
     * Performs a batch of one sub-queue. If it throws, an error included, the whole batch comes back after a while, in
     * order, up to the requeue limit, and then goes to the dead jobs with the exception's text; with a {@link BatchFailure}
     * that goes for some requests only.
     *
     * <p>Its thread is interrupted when the leases of the whole batch are lost, and when a worker that is closed waits no
     * longer. Then another worker may perform the requests: end soon, and do nothing more that must not be done twice.
     *
     * @param requests the requests, in order
     * @throws Exception if they were not performed
     */
    void perform(List<T> requests) throws Exception;

    /**
     * Performs a batch of one sub-queue, with a view of its leases. Workers call this method, which calls
     * {@link #perform(List)} unless overridden.
     *
     * @param requests the requests, in order
     * @param leases whether they are still this worker's
     * @throws Exception if they were not performed
     */
    default void perform(List<T> requests, BatchLeases leases) throws Exception {
        perform(requests);
    }

    /**
     * Called when a worker binds to a sub-queue, before it performs anything of it.
     *
     * @throws Exception if the worker cannot work on the sub-queue; what it had taken comes back
     */
    default void start() throws Exception {}

    /**
     * Called when a worker leaves a sub-queue for whatever reason.
     *
     * @throws Exception what is logged
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
