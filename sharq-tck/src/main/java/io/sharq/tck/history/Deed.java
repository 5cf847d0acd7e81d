package io.sharq.tck.history;

import io.sharq.api.LeaseToken;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.LeasedJob;
import org.jspecify.annotations.Nullable;

/** What a change did to its queue. */
sealed interface Deed {
    /** What an answer says of a queue that it did not change. Its place is behind the last change before it. */
    sealed interface Seen extends Deed {}

    /**
     * A job was enqueued.
     *
     * @param item the job
     * @param length the queue's length afterwards, as the answer had it
     */
    record Enqueued(EnqueueItem item, long length) implements Deed {}

    /**
     * A job was there when an enqueue whose answer had been lost was tried again.
     *
     * @param item the job
     */
    record Appeared(EnqueueItem item) implements Seen {}

    /**
     * A job was refused because the queue held it.
     *
     * @param jobId the job
     */
    record Duplicate(String jobId) implements Seen {}

    /**
     * A job was refused because the queue was full.
     *
     * @param item the job
     */
    record Full(EnqueueItem item) implements Seen {}

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
     * @param retentionMicros for how long a finished job is remembered
     */
    record Ended(String jobId, @Nullable LeaseToken token, Fate fate, long delayMicros, long retentionMicros)
            implements Deed {}

    /**
     * A lease had ended when an attempt to end it, whose answer had been lost, was made again.
     *
     * @param ended what the lost attempt may have done
     */
    record PerhapsEnded(Ended ended) implements Seen {}

    /**
     * A lease was refused because it had ended.
     *
     * @param jobId the job
     * @param token what was shown for it, or null
     */
    record Refused(String jobId, @Nullable LeaseToken token) implements Seen {}

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

    /**
     * Jobs that waited were removed.
     *
     * @param jobs how many
     * @param more whether some were left
     */
    record Cleared(int jobs, boolean more) implements Deed {}

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
