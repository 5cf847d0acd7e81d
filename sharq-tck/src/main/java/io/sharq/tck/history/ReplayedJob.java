package io.sharq.tck.history;

import io.sharq.api.JobState;
import io.sharq.api.LeaseToken;
import io.sharq.rules.Place;
import io.sharq.spi.EnqueueItem;
import org.jspecify.annotations.Nullable;

/** The state of a job at a point of a replay, as far as it is known. */
final class ReplayedJob {
    /**
     * The request that enqueued it. If several enqueues of its id lost their reply, the one that matches the
     * observations.
     */
    EnqueueItem item;

    /** Null if its enqueue lost its reply, which has the sequence number. */
    @Nullable
    Place place;

    JobState state = JobState.QUEUED;

    /** The instant at which it took or will take its place. */
    long dueMicros;

    long expiresAtMicros;
    long tokenNumber;
    int deliveries;
    int leastRequeues;
    int mostRequeues;

    @Nullable
    LeaseToken token;

    /** Whether a call with a lost reply may have moved it or ended it since. */
    boolean isUnsure;

    /**
     * Whether a dequeue with a lost reply may have released it since it was last seen, though its state is a waiting
     * one.
     */
    boolean mayHaveBeenOut;

    ReplayedJob(EnqueueItem item, @Nullable Place place) {
        this.item = item;
        this.place = place;
    }

    boolean waits() {
        return state == JobState.QUEUED || state == JobState.SCHEDULED;
    }

    /** Whether it is queued or due. */
    boolean mayGo(long atMicros) {
        return waits() && dueMicros <= atMicros;
    }

    /** Whether its lease is live. An expired lease is not, whether or not a requeue has seen it. */
    boolean isLeased(long atMicros) {
        return state == JobState.ACTIVE && atMicros < expiresAtMicros;
    }

    /**
     * Whether its state is unknown: a requeue may have seen the end of its lease, or a call with a lost reply may have
     * moved it.
     */
    boolean isAnywhere(long atMicros) {
        return !isSurelyThere() || (state == JobState.ACTIVE && atMicros >= expiresAtMicros);
    }

    /** Whether no call with a lost reply may have moved it from its known state. */
    boolean isSurelyThere() {
        return !isUnsure && !(mayHaveBeenOut && waits());
    }

    void requeuedOnce() {
        leastRequeues++;
        mostRequeues++;
    }

    int limit() {
        return item.options().requeueLimit();
    }
}
