package io.sharq.rules;

/**
 * The state of a queue that determines when it may release its next job.
 *
 * @param intervalMicros the interval in force
 * @param lastReleaseMicros the last release, 0 if there was none
 * @param heldUntilMicros the end of the hold, 0 if there is none
 * @param retryAtMicros for an ordered queue, the end of the latest delay of a failed job, 0 if there is none
 * @param paused whether the queue itself is paused
 * @param ordered whether the queue is ordered; false inside a dequeue that released the active jobs itself
 * @param concurrency the cap on active jobs, 0 for none
 * @param active the active jobs
 * @param queued the jobs in their places
 * @param earliestDueMicros the earliest instant at which a scheduled job is due, {@link Readiness#NEVER} if there is none
 */
public record QueueFacts(
        long intervalMicros,
        long lastReleaseMicros,
        long heldUntilMicros,
        long retryAtMicros,
        boolean paused,
        boolean ordered,
        int concurrency,
        long active,
        long queued,
        long earliestDueMicros) {}
