package io.sharq;

import io.sharq.api.EnqueueResult;
import java.util.List;
import java.util.Map;

/** The span of an enqueue, from the call until the response of the store. One of its two ends is called, on any thread. */
public interface EnqueueSpan {
    /**
     * Returns the context of this span, which the jobs carry to their workers. A job that has one of these headers already
     * keeps its own context and gets none of these. What does not fit into a job's headers is left out.
     *
     * @return the headers by name, the most important first; none if nothing is traced
     */
    Map<String, String> headers();

    /**
     * Ends the span.
     *
     * @param results the result of each job, in their order
     */
    void enqueued(List<EnqueueResult> results);

    /**
     * Ends the span of an enqueue that failed.
     *
     * @param cause the failure
     */
    void failed(Throwable cause);
}
