package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The search for a job whose end a caller waits for (rule 27).
 *
 * @param job the job
 */
public record WatchRequest(JobKey job) implements Operation<Optional<JobDescription>> {
    /**
     * Checks every value.
     *
     * @param job the job
     * @throws io.sharq.api.InvalidValueException if it is null
     */
    public WatchRequest {
        Bounds.required("job", job);
    }

    @Override
    public CompletionStage<Optional<JobDescription>> on(Backend backend) {
        return backend.watch(job);
    }

    @Override
    public String name() {
        return "watch";
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
