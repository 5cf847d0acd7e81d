package io.sharq.tck;

import io.sharq.api.StoreBounds;
import io.sharq.spi.Backend;
import java.util.Optional;

/** What the properties need of the class that they are mixed into. */
public interface Fixture {
    /**
     * Begins a try on an empty backend and a clock that stands still.
     *
     * @return the try, to be closed
     */
    Trial begin();

    /**
     * Begins a try on another client of the same store, at the same clock.
     *
     * @param first the try of the first client
     * @return the try, to be closed; empty if a store has one client
     */
    Optional<Trial> beginBeside(Trial first);

    /**
     * Begins a try on an empty backend with bounds.
     *
     * @param bounds how many types and queues there may be
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
     * The part of a type inside which turns are exact.
     *
     * @param queueId a queue id
     * @return the number of its partition
     */
    int partition(String queueId);

    /**
     * How many records a backend's store holds.
     *
     * @param backend the backend
     * @return the count, 0 if it cannot be counted
     */
    long stored(Backend backend);
}
