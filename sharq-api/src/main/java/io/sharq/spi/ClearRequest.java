package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.QueueKey;
import java.util.concurrent.CompletionStage;

/**
 * A step of emptying a queue: its jobs that wait, {@code QUEUED} in the order of their places and then
 * {@code SCHEDULED}, are removed for good. Jobs that are active, dead or finished stay.
 *
 * @param queue the queue
 * @param settings whether the queue's settings go back to those of a new queue as well, its pause and its hold included
 * @param limit the greatest number of jobs to remove, 1 to {@link Bounds#MAX_BATCH}
 */
public record ClearRequest(QueueKey queue, boolean settings, int limit) implements Operation<ClearReply> {
    /**
     * Checks the limit.
     *
     * @param queue the queue
     * @param settings whether the queue's settings go back to those of a new queue as well
     * @param limit the greatest number of jobs to remove
     * @throws io.sharq.api.InvalidValueException if it is out of range
     */
    public ClearRequest {
        Bounds.required("queue", queue);
        Bounds.range("limit", limit, 1, Bounds.MAX_BATCH);
    }

    @Override
    public CompletionStage<ClearReply> on(Backend backend) {
        return backend.clear(this);
    }

    @Override
    public String name() {
        return "clear";
    }

    @Override
    public String type() {
        return queue.type();
    }

    /** A repetition could remove jobs that were enqueued since, and its count would miss those removed before. */
    @Override
    public boolean isIdempotent() {
        return false;
    }
}
