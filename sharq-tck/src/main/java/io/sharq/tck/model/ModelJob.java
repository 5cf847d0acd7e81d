package io.sharq.tck.model;

import io.sharq.api.Headers;
import io.sharq.api.JobState;
import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import io.sharq.api.limit.Costs;
import io.sharq.rules.Deadlines;
import io.sharq.rules.Place;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A job that a queue holds. */
final class ModelJob {
    final ModelQueue queue;
    final String id;
    final int limit;
    final Headers headers;
    final Costs costs;

    /** What its release took, by limit (rule 18). */
    final Map<String, Long> taken = new TreeMap<>();

    Payload payload;
    Place place;
    JobState state = JobState.QUEUED;
    int deliveries;
    int requeues;

    @Nullable
    String failure;

    /** The instant from which it is not released any more, if it waits. */
    long deadline = Deadlines.NONE;

    /** What its finish left (rule 27). */
    @Nullable
    Payload result;

    /** The instant at which the job is due, its lease ends, it died, or it is forgotten, depending on its state. */
    long until;

    @Nullable
    LeaseToken token;

    /** The consumer that has its lease, if it named itself. */
    @Nullable
    String consumer;

    /** The revision of its death. */
    long death;

    ModelJob(ModelQueue queue, String id, Payload payload, Headers headers, Place place, int limit, Costs costs) {
        this.queue = queue;
        this.id = id;
        this.payload = payload;
        this.headers = headers;
        this.place = place;
        this.limit = limit;
        this.costs = costs;
    }

    boolean is(JobState other) {
        return state == other;
    }

    /** Whether its retention has passed. A forgotten job behaves as if it had never existed. */
    boolean isForgotten(long now) {
        return is(JobState.FINISHED) && until <= now;
    }

    /** Rule 23: whether it waits, and its deadline has passed. */
    boolean isOverdue(long now) {
        return waits() && Deadlines.hasPassed(deadline, now);
    }

    boolean waits() {
        return is(JobState.QUEUED) || is(JobState.SCHEDULED);
    }

    Place place() {
        return place;
    }
}
