package io.sharq;

import io.sharq.api.JobKey;
import java.util.List;

/**
 * Opens a span around each enqueue and around each performance of a job, so that one trace shows both. The context of the
 * trace travels in the headers of the job (rule 26). Set it with {@link SharQBuilder#tracing}; {@code
 * io.sharq.observation.ObservationTracing} implements it on Micrometer. Implementations are thread-safe.
 *
 * <p>What an implementation throws is logged, and the operation continues without a span: tracing never fails an enqueue or
 * a job.
 */
public interface JobTracing {
    /** Traces nothing. This is the default, and leaves the headers of jobs as they are. */
    JobTracing NONE = new NoTracing();

    /**
     * Starts the span of a request that enqueues jobs of one type. Called on the caller's thread, so the span continues the
     * trace that is current there.
     *
     * @param type the queue type
     * @param jobs the jobs, at least one
     * @return the span, which the enqueue ends
     */
    EnqueueSpan enqueue(String type, List<JobKey> jobs);

    /**
     * Starts the span of a job that is about to be performed. It continues the trace of the job's headers. A worker of {@code
     * sharq-worker} does this for each job; a program that dequeues jobs itself calls it on {@link SharQ#tracing()}.
     *
     * @param job the job
     * @return the span, which the caller ends exactly once
     */
    PerformSpan perform(TracedJob job);
}
