package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import io.sharq.api.QueueKey;
import io.sharq.api.WaitingJob;
import java.util.concurrent.CompletionStage;

/**
 * A listing of the waiting jobs of a queue.
 *
 * @param queue the queue
 * @param page the page to list
 */
public record JobsRequest(QueueKey queue, PageRequest page) implements Operation<Page<WaitingJob>> {
    /**
     * Checks every value.
     *
     * @param queue the queue
     * @param page the page to list
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public JobsRequest {
        Bounds.required("queue", queue);
        Bounds.required("page", page);
    }

    @Override
    public CompletionStage<Page<WaitingJob>> on(Backend backend) {
        return backend.jobs(queue, page);
    }

    @Override
    public String name() {
        return "jobs";
    }

    @Override
    public String type() {
        return queue.type();
    }

    @Override
    public boolean isIdempotent() {
        return true;
    }
}
