package io.sharq.tck.history;

import io.sharq.api.ChangeStatus;
import io.sharq.api.LeaseToken;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.LeasedJob;
import org.jspecify.annotations.Nullable;

/** What a change did to its queue. */
sealed interface QueueEffect {
    /** An observation of a queue that the call did not change. It comes after the last change before it. */
    sealed interface Seen extends QueueEffect {}

    /**
     * A job was enqueued.
     *
     * @param item the job
     * @param length the queue's length afterwards, from the reply
     */
    record Enqueued(EnqueueItem item, long length) implements QueueEffect {}

    /**
     * A repeated enqueue found its job, which an attempt with a lost reply may have enqueued.
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
     * A job was released.
     *
     * @param job the job
     */
    record Released(LeasedJob job) implements QueueEffect {}

    /**
     * A lease was ended by a call.
     *
     * @param jobId the job
     * @param token the token that the request named, or null
     * @param fate the state that the job got
     * @param delayMicros the delay before its retry
     * @param retentionMicros how long a finished job is remembered
     */
    record Ended(String jobId, @Nullable LeaseToken token, Fate fate, long delayMicros, long retentionMicros)
            implements QueueEffect {}

    /**
     * A lease was ended by a throttle, which may have held the queue.
     *
     * @param ended the end of the lease
     * @param heldUntilMicros the end of the queue's hold, from the reply
     */
    record Throttled(Ended ended, long heldUntilMicros) implements QueueEffect {}

    /**
     * A waiting job was cancelled.
     *
     * @param jobId the job
     */
    record Cancelled(String jobId) implements QueueEffect {}

    /**
     * A waiting job was changed.
     *
     * @param item the change
     */
    record Changed(ChangeItem item) implements QueueEffect {}

    /**
     * A repeated cancel did not find its job, which an attempt with a lost reply may have cancelled.
     *
     * @param jobId the job
     */
    record PerhapsCancelled(String jobId) implements Seen {}

    /**
     * A repeated change was refused, and an attempt with a lost reply may have made it.
     *
     * @param item the change
     */
    record PerhapsChanged(ChangeItem item) implements Seen {}

    /**
     * A cancel or a change was refused because its job did not wait.
     *
     * @param jobId the job
     * @param status what the reply says of it
     */
    record NotWaiting(String jobId, ChangeStatus status) implements Seen {}

    /**
     * A repeated call found the lease ended, which an attempt with a lost reply may have done.
     *
     * @param ended the change that the lost attempt may have made
     */
    record PerhapsEnded(Ended ended) implements Seen {}

    /**
     * A lease was refused because it had ended.
     *
     * @param jobId the job
     * @param token the token that the request named, or null
     */
    record Refused(String jobId, @Nullable LeaseToken token) implements Seen {}

    /**
     * A lease was extended.
     *
     * @param jobId the job
     * @param token the token that the request named, or null
     * @param expiresAtMicros its new expiry
     */
    record Extended(String jobId, @Nullable LeaseToken token, long expiresAtMicros) implements QueueEffect {}

    /**
     * The interval was set by a configure.
     *
     * @param intervalMillis the interval
     */
    record IntervalSet(long intervalMillis) implements QueueEffect {}

    /**
     * The queue was paused or resumed.
     *
     * @param paused true for a pause
     */
    record Paused(boolean paused) implements QueueEffect {}

    /**
     * Waiting jobs were removed.
     *
     * @param jobs how many
     * @param more whether some were left
     */
    record Cleared(int jobs, boolean more) implements QueueEffect {}

    /** What becomes of a job whose lease ends. */
    enum Fate {
        /** It was finished. */
        FINISHED,
        /** It was released: it goes back to its queue. */
        RELEASED,
        /** It failed and is retried. */
        FAILED,
        /** It failed and is dead. */
        DEAD
    }
}
