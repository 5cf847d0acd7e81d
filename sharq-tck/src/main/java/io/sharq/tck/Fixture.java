package io.sharq.tck;

import io.sharq.spi.Backend;

/** What the properties need of the class that they are mixed into. */
public interface Fixture {
    /**
     * Begins a try on an empty backend and a clock that stands still.
     *
     * @return the try, to be closed
     */
    Trial begin();

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
