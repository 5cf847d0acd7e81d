package io.sharq.tck.history;

import io.sharq.api.LeaseToken;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.LeasedJob;
import org.jspecify.annotations.Nullable;

/** What a change did to its queue. */
sealed interface Deed {
    /**
     * A job was enqueued.
     *
     * @param item the job
     * @param length the queue's length afterwards, as the answer had it
     */
    record Enqueued(EnqueueItem item, long length) implements Deed {}

    /**
     * A job was released to a worker.
     *
     * @param job the job
     */
    record Released(LeasedJob job) implements Deed {}

    /**
     * A lease ended.
     *
     * @param jobId the job
     * @param token what was shown for it, or null
     * @param fate what became of the job
     * @param delayMicros when it may come back
     */
    record Ended(String jobId, @Nullable LeaseToken token, Fate fate, long delayMicros) implements Deed {}

    /**
     * A lease was prolonged.
     *
     * @param jobId the job
     * @param token what was shown for it, or null
     * @param expiresAtMicros its new expiry
     */
    record Extended(String jobId, @Nullable LeaseToken token, long expiresAtMicros) implements Deed {}

    /**
     * The interval was set by name.
     *
     * @param intervalMillis the interval
     */
    record IntervalSet(long intervalMillis) implements Deed {}

    /**
     * The queue was paused or resumed.
     *
     * @param paused which
     */
    record Paused(boolean paused) implements Deed {}

    /** What becomes of a job whose lease ends. */
    enum Fate {
        /** It was finished. */
        FINISHED,
        /** It was given back. */
        RELEASED,
        /** It failed and comes back. */
        FAILED,
        /** It failed for good. */
        DEAD
    }
}
