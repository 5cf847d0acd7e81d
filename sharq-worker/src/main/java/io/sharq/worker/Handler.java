package io.sharq.worker;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * What an application does with requests of one kind. One object may be used by several workers at once, for different
 * threads, so it must be thread-safe.
 *
 * @param <T> the requests: records or beans that Jackson can write and read
 */
public interface Handler<T> {
    /**
     * The class that requests are read as.
     *
     * @return the class
     */
    Class<T> requestType();

    /**
     * The name under which requests are queued, the same in every process.
     *
     * @return an identifier of at most 90 characters; the simple name of the class unless overridden
     */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * Spreads requests over threads.
     *
     * @param requests the requests
     * @return a route for each, in their order; all the default one unless overridden
     */
    default List<Route> route(List<T> requests) {
        return Collections.nCopies(requests.size(), Route.DEFAULT);
    }

    /**
     * What holds for a thread. It is said anew with each registration, so a change holds from the next one on.
     *
     * @param thread the thread
     * @return its rules; strict order unless overridden
     */
    default ThreadRules rules(String thread) {
        return ThreadRules.STRICT;
    }

    /**
     * Performs a batch of one thread. If it throws, the whole batch comes back after a while, in order, up to the requeue
     * limit, and then goes to the dead jobs with the exception's text; with a {@link BatchFailure} that goes for some
     * requests only.
     *
     * @param requests the requests, in order
     * @throws Exception if they were not performed
     */
    void perform(List<T> requests) throws Exception;

    /**
     * Called when a worker binds to a thread, before it performs anything of it.
     *
     * @throws Exception if the worker cannot work on the thread; what it had taken comes back
     */
    default void start() throws Exception {}

    /**
     * Called when a worker leaves a thread, however that comes.
     *
     * @throws Exception what is logged
     */
    default void stop() throws Exception {}

    /**
     * How many requests a batch has at the most.
     *
     * @return the size, or empty for that of the settings
     */
    default OptionalInt batchSize() {
        return OptionalInt.empty();
    }
}
