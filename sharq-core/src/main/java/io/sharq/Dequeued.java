package io.sharq;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a dequeue.
 *
 * @param jobs the jobs, in the order of their release; empty if none was ready
 * @param nextReadyAt where fewer jobs came than were asked for, when the earliest queue will be ready, if that is known
 * @param at when, on the backend's clock
 */
public record Dequeued(List<Delivery> jobs, Optional<Instant> nextReadyAt, Instant at) {
    /**
     * Keeps a copy of the list.
     *
     * @param jobs the jobs
     * @param nextReadyAt where fewer jobs came than were asked for
     * @param at when
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
