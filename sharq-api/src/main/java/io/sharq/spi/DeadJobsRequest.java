package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.DeadJob;
import io.sharq.api.Page;
import io.sharq.api.PageRequest;
import java.util.concurrent.CompletionStage;

/**
 * A listing of the dead jobs of a type, oldest first (rule 14).
 *
 * @param type the queue type
 * @param page which part
 */
public record DeadJobsRequest(String type, PageRequest page) implements Operation<Page<DeadJob>> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param page which part
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public DeadJobsRequest {
        Bounds.queueType("queue_type", type);
        Bounds.required("page", page);
    }

    @Override
    public CompletionStage<Page<DeadJob>> on(Backend backend) {
        return backend.deadJobs(type, page);
    }

    @Override
    public String name() {
        return "deadJobs";
    }

    @Override
    public boolean isIdempotent() {
        return true;
    }
}
