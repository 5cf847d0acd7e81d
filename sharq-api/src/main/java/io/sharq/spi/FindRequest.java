package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The search for a job.
 *
 * @param job the job
 */
public record FindRequest(JobKey job) implements Operation<Optional<JobDescription>> {
    /**
     * Checks every value.
     *
     * @param job the job
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public FindRequest {
        Bounds.required("job", job);
    }

    @Override
    public CompletionStage<Optional<JobDescription>> on(Backend backend) {
        return backend.find(job);
    }

    @Override
    public String name() {
        return "find";
    }

    @Override
    public String type() {
        return job.queue().type();
    }

    @Override
    public boolean isIdempotent() {
        return true;
    }
}
