package io.sharq;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The result of a dequeue.
 *
 * @param jobs the jobs, in the order of their release; empty if none was ready
 * @param nextReadyAt if fewer jobs came than requested, the instant at which the earliest queue is ready, if known
 * @param at the instant of the dequeue, on the backend's clock
 */
public record Dequeued(List<Delivery> jobs, Optional<Instant> nextReadyAt, Instant at) {
    /**
     * Keeps a copy of the list.
     *
     * @param jobs the jobs
     * @param nextReadyAt the instant at which the earliest queue is ready
     * @param at the instant of the dequeue
     */
    public Dequeued {
        jobs = List.copyOf(jobs);
    }

    /**
     * The first job.
     *
     * @return the job, or empty if none was ready
     */
    public Optional<Delivery> first() {
        return jobs.stream().findFirst();
    }
}
