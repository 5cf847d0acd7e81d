package io.sharq.inmemory.linearizability;

import io.sharq.tck.Trial;
import io.sharq.tck.model.ModelBackend;
import io.sharq.time.ManualTime;

/** What it should do, called by one thread. */
public class ModelOperations extends QueueOperations {
    /** On an empty model. */
    public ModelOperations() {
        super(new ModelBackend(ManualTime.startingAt(Trial.START)));
    }
}
