package io.sharq.examples.docs;

import io.sharq.api.TimeSource;
import io.sharq.inmemory.InMemoryBackend;
import io.sharq.spi.Backend;

/** Stands for the reader's own backend. */
final class MyBackend {
    private MyBackend() {}

    static Backend create(TimeSource clock) {
        return InMemoryBackend.create(clock);
    }
}
