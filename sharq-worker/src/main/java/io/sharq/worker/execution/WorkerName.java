package io.sharq.worker.execution;

import io.sharq.DequeueOptions;
import io.sharq.SharQ;
import io.sharq.api.Feature;

/**
 * The name of a worker.
 *
 * @param name the name, which its events have
 * @param isKept whether the backend keeps it with leases (rule 28)
 */
public record WorkerName(String name, boolean isKept) {
    /** A worker's name, which is kept if the backend offers that. */
    public static WorkerName of(SharQ sharq, String name) {
        return new WorkerName(name, sharq.features().contains(Feature.CONSUMERS));
    }

    /** The options of a dequeue of this worker. */
    public DequeueOptions in(DequeueOptions options) {
        return isKept ? options.consumer(name) : options;
    }
}
