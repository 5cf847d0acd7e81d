package io.sharq.api;

import java.time.Instant;
import java.util.Optional;

/**
 * A waiting job in the listing of its queue.
 *
 * @param job the job
 * @param state {@link JobState#QUEUED} or {@link JobState#SCHEDULED}
 * @param order its order inside the queue
 * @param dueAt for a {@code SCHEDULED} job, the instant at which it is due
 * @param earliestRelease the earliest instant at which it can be released if nothing changes and every release before
 *     it happens as early as it may; empty if its queue or type is paused, or if that instant is not before its deadline
 * @param deadline the instant from which it is not released any more, if it has one
 * @param headers its headers
 */
public record WaitingJob(
        JobKey job,
        JobState state,
        int order,
        Optional<Instant> dueAt,
        Optional<Instant> earliestRelease,
        Optional<Instant> deadline,
        Headers headers) {}
