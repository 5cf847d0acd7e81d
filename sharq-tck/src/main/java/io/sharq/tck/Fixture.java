package io.sharq.tck;

import io.sharq.api.StoreBounds;
import io.sharq.spi.Backend;
import java.util.Optional;

/** The backends and tries that the properties need from the test class. */
public interface Fixture {
    /**
     * Begins a try on an empty backend with a clock that stands still.
     *
     * @return the try, to be closed
     */
    Trial begin();

    /**
     * Begins a try on a second client of the same store, with the same clock.
     *
     * @param first the try of the first client
     * @return the try, to be closed; empty if a store has one client
     */
    Optional<Trial> beginBeside(Trial first);

    /**
     * Begins a try on an empty backend with bounds.
     *
     * @param bounds the most types, and the most queues of a type
     * @return the try, to be closed; empty if the backend has no bounds
     */
    Optional<Trial> beginBounded(StoreBounds bounds);

    /**
     * Opens an empty backend on a real clock.
     *
     * @return the backend, to be closed
     */
    Backend openInRealTime();

    /**
     * The partition of a queue. Turns are exact inside a partition.
     *
     * @param queueId a queue id
     * @return the number of its partition
     */
    int partition(String queueId);

    /**
     * The number of records in a backend's store.
     *
     * @param backend the backend
     * @return the count, 0 if it cannot be counted
     */
    long stored(Backend backend);
}
