package io.sharq.tck.history;

import io.sharq.api.JobState;
import io.sharq.api.LeaseToken;
import io.sharq.rules.Place;
import io.sharq.spi.EnqueueItem;
import org.jspecify.annotations.Nullable;

/** What is known of a job at a point of a replay. */
final class ReplayedJob {
    /** What was asked for. Of several lost enqueues of one id, the one that fits what is seen. */
    EnqueueItem item;

    /** Null if nobody was told the number of its enqueue. */
    final @Nullable Place place;

    JobState state = JobState.QUEUED;

    /** When it came to its place, or will. */
    long dueMicros;

    long expiresAtMicros;
    long tokenNumber;
    int deliveries;
    int leastRequeues;
    int mostRequeues;

    @Nullable
    LeaseToken token;

    /** Whether a call whose answer was lost may have moved it, or ended it, since. */
    boolean isUnsure;

    /** Whether a dequeue whose answer was lost may have had it since it was last seen, while it seems to wait. */
    boolean mayHaveBeenOut;

    ReplayedJob(EnqueueItem item, @Nullable Place place) {
        this.item = item;
        this.place = place;
    }

    boolean waits() {
        return state == JobState.QUEUED || state == JobState.SCHEDULED;
    }

    /** Queued, or due to be. */
    boolean mayGo(long atMicros) {
        return waits() && dueMicros <= atMicros;
    }

    /** A lease that has expired lives no longer, whether or not an upkeep has seen it. */
    boolean isLeased(long atMicros) {
        return state == JobState.ACTIVE && atMicros < expiresAtMicros;
    }

    /** Where it is nobody knows: an upkeep may have seen the end of its lease, and a lost call may have had its way. */
    boolean isAnywhere(long atMicros) {
        return !isSurelyThere() || (state == JobState.ACTIVE && atMicros >= expiresAtMicros);
    }

    /** Whether no lost call may have moved it from where it seems to be. */
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
