package io.sharq.test;

import io.sharq.api.QueueKey;

/**
 * A queue of a {@link TestSharQ}, for assertions.
 *
 * @param test the SharQ
 * @param key the queue
 */
public record TestQueue(TestSharQ test, QueueKey key) {
    @Override
    public String toString() {
        return "the queue " + key;
    }
}
