package io.sharq;

import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Lease;
import io.sharq.api.LeaseToken;
import io.sharq.spi.JobView;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A job, found.
 *
 * @param job the job
 * @param state its state
 * @param order its rank inside the queue
 * @param position for a queued job, how many leave before it
 * @param earliestRelease for a job that waits, the earliest instant at which it can be released if nothing changes; empty
 *     if its queue or type is paused
 * @param deliveries how often it was handed out
 * @param requeues how often it came back after an expired or failed lease
 * @param requeueLimit how often it may; -1 means always
 * @param lease its lease, if it is active
 * @param until for a scheduled job when it is due, for an active one when its lease ends, for a finished one when it is
 *     forgotten
 * @param lastFailure the reason of its last failure, if one was given
 * @param at when it was looked at
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
        Optional<Instant> until,
        Optional<String> lastFailure,
        Instant at) {
    static JobDescription of(JobView view) {
        LeaseToken token = view.lease();
        Optional<Instant> until = Micros.toInstant(view.untilMicros());
        return new JobDescription(
                view.job(),
                view.state(),
                view.order(),
                view.position(),
                Micros.toInstant(view.earliestReleaseAtMicros()),
                view.deliveries(),
                view.requeues(),
                view.requeueLimit(),
                token == null ? Optional.empty() : until.map(expiry -> new Lease(view.job(), token, expiry)),
                until,
                Optional.ofNullable(view.lastFailure()),
                Micros.toInstant(view.stamp().atMicros()));
    }
}
