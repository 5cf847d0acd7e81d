package io.sharq.spi;

/**
 * Hears when a type will have a ready queue earlier than its earliest one before. Calls come from a thread of the
 * backend's, perhaps while it holds locks: an implementation returns at once and calls no backend from it.
 */
public interface ReadinessListener {
    /**
     * A queue of the type is or will be ready, earlier than any was before.
     *
     * @param type the queue type
     * @param atMicros the instant
     */
    void ready(String type, long atMicros);

    /** Calls of {@link #ready} may have been lost: whoever waits asks again. */
    void missed();
}
