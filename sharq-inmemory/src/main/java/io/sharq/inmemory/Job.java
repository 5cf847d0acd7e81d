package io.sharq.inmemory;

import io.sharq.api.Headers;
import io.sharq.api.JobState;
import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import io.sharq.api.limit.Costs;
import io.sharq.rules.Deadlines;
import io.sharq.rules.Leases;
import io.sharq.rules.Place;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A job that a queue holds. Guarded by its queue. */
final class Job implements Forgettable {
    /** The payload of a finished job. */
    static final Payload NO_PAYLOAD = Payload.wrap(new byte[0]);

    final QueueState queue;
    final String id;
    final int requeueLimit;
    final Costs costs;

    /** What its release took, by limit (rule 18). */
    final Map<String, Long> taken = new TreeMap<>();

    Place place;
    Payload payload;
    Headers headers;
    JobState state = JobState.QUEUED;
    int deliveries;
    int requeues;

    @Nullable
    String lastFailure;

    /** What its finish left (rule 27). */
    @Nullable
    Payload result;

    /** Whether a caller waits for its end, so that its end notifies the listeners (rule 27). */
    boolean watched;

    /**
     * The instant of its state: scheduled, when it is due; queued, when it took its place; active, when its lease ends;
     * dead, when it died; finished, when it may be forgotten.
     */
    volatile long untilMicros;

    /** The instant from which it is not released any more; {@link Deadlines#NONE} if it has no deadline. */
    long deadlineMicros = Deadlines.NONE;

    /** The number of its lease, or the revision at which it died. */
    long number;

    /** The nonce of its lease. */
    long nonce;

    /** The consumer that has its lease, if it named itself. */
    @Nullable
    String consumer;

    Job(QueueState queue, String id, Payload payload, Headers headers, Place place, int requeueLimit, Costs costs) {
        this.queue = queue;
        this.id = id;
        this.payload = payload;
        this.headers = headers;
        this.place = place;
        this.requeueLimit = requeueLimit;
        this.costs = costs;
    }

    /** Rule 8: whether the job has a live lease and the token, if there is one, is that lease's. */
    boolean isLeasedUnder(@Nullable LeaseToken token, long nowMicros) {
        return state == JobState.ACTIVE
                && Leases.isLive(untilMicros, nowMicros)
                && (token == null || (token.number() == number && token.nonce() == nonce));
    }

    LeaseKey leaseKey() {
        return new LeaseKey(untilMicros, number);
    }

    DuePlace due() {
        return new DuePlace(untilMicros, place);
    }

    DeadlinePlace deadline() {
        return new DeadlinePlace(deadlineMicros, place.sequence());
    }

    /** Rule 23: whether it may not be released any more. */
    boolean isOverdueAt(long nowMicros) {
        return Deadlines.hasPassed(deadlineMicros, nowMicros);
    }

    /** Whether it has a deadline. */
    boolean hasDeadline() {
        return deadlineMicros != Deadlines.NONE;
    }

    boolean isForgottenAt(long nowMicros) {
        return state == JobState.FINISHED && untilMicros <= nowMicros;
    }

    @Override
    public long leftMicros() {
        return untilMicros - queue.type.clock.peekMicros();
    }

    @Override
    public void forgetIfDue() {
        queue.forgetFinished(this);
    }
}
