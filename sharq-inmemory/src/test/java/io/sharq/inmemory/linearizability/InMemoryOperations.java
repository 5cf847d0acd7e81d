package io.sharq.inmemory.linearizability;

import io.sharq.inmemory.InMemoryBackend;
import io.sharq.tck.Trial;
import io.sharq.time.ManualTime;

/** What is tested. */
public class InMemoryOperations extends QueueOperations {
    /** On an empty backend. */
    public InMemoryOperations() {
        super(InMemoryBackend.create(ManualTime.startingAt(Trial.START)));
    }
}
