package io.sharq.spi;

import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.LeaseToken;
import io.sharq.api.Stamp;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A job, found.
 *
 * @param job the job
 * @param state its state
 * @param order its rank inside the queue
 * @param position for a {@code QUEUED} job, how many queued jobs of its queue leave before it
 * @param earliestReleaseAtMicros for a job that waits, the earliest instant at which it can be released if nothing
 *     changes and every release before it happens as early as it may; empty if its queue or type is paused
 * @param deliveries how often it was handed out
 * @param requeues how often it came back after an expired or failed lease
 * @param requeueLimit how often it may; -1 means always
 * @param lease the token of its lease, if it is {@code ACTIVE}
 * @param untilMicros for a {@code SCHEDULED} job when it is due, for an {@code ACTIVE} one when its lease ends, for a
 *     {@code FINISHED} one when it is forgotten
 * @param lastFailure the reason of its last failure, if one was given
 * @param stamp when it was looked at
 */
public record JobView(
        JobKey job,
        JobState state,
        int order,
        OptionalLong position,
        OptionalLong earliestReleaseAtMicros,
        int deliveries,
        int requeues,
        int requeueLimit,
        @Nullable LeaseToken lease,
        OptionalLong untilMicros,
        @Nullable String lastFailure,
        Stamp stamp) {}
