package io.sharq.api;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A snapshot of a job.
 *
 * @param job the job
 * @param state its state
 * @param order its order inside the queue
 * @param position for a {@code QUEUED} job, the number of queued jobs of its queue that leave before it
 * @param earliestRelease for a job that waits, the earliest instant at which it can be released if nothing changes and
 *     every release before it happens as early as it may; empty if its queue or type is paused, or if that instant is
 *     not before its deadline
 * @param deliveries the number of its deliveries
 * @param requeues the number of its requeues after an expired or failed lease
 * @param requeueLimit the limit on its requeues; -1 means no limit
 * @param lease its lease, if it is {@code ACTIVE}
 * @param consumer the consumer that has the lease, if its dequeue named one
 * @param until for a {@code SCHEDULED} job when it is due, for an {@code ACTIVE} one when its lease ends, for a
 *     {@code FINISHED} one when it is forgotten
 * @param deadline the instant from which it is not released any more, if it has one and is not dead or finished
 * @param lastFailure the reason of its last failure, if one was given
 * @param headers its headers; a finished job has none, because only its delivery is retained
 * @param result for a {@code FINISHED} job, the result that its finish left, if any
 * @param stamp the instant and revision of the snapshot
 */
public record JobDescription(
        JobKey job,
        JobState state,
        int order,
        OptionalLong position,
        Optional<Instant> earliestRelease,
        int deliveries,
        int requeues,
        int requeueLimit,
        Optional<Lease> lease,
        Optional<String> consumer,
        Optional<Instant> until,
        Optional<Instant> deadline,
        Optional<String> lastFailure,
        Headers headers,
        Optional<Payload> result,
        Stamp stamp) {}
