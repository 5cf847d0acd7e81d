package io.sharq.spi;

import io.sharq.api.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What an enqueue says of its job.
 *
 * @param order the rank inside the queue, lower first (rule 5)
 * @param delayMicros how long the job is {@code SCHEDULED} before it takes its place, at least 0
 * @param requeueLimit how often it may come back after an expired or failed lease; -1 means always (rule 9)
 * @param maxLength the longest that the queue may be with this job in it, or null for no bound (rule 11)
 */
public record JobOptions(
        int order,
        long delayMicros,
        int requeueLimit,
        @Nullable Integer maxLength) {
    /** Order 0, no delay, requeued always, no bound on the length. */
    public static final JobOptions DEFAULT = new JobOptions(0, 0, Limits.REQUEUE_ALWAYS, null);

    /**
     * Checks every value.
     *
     * @param order the rank inside the queue
     * @param delayMicros how long the job is {@code SCHEDULED} before it takes its place
     * @param requeueLimit how often it may come back after an expired or failed lease
     * @param maxLength the longest that the queue may be with this job in it
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public JobOptions {
        Limits.range("order", order, Limits.MIN_ORDER, Limits.MAX_ORDER);
        Limits.span("delay", delayMicros, 0);
        Limits.range("requeue_limit", requeueLimit, Limits.REQUEUE_ALWAYS, Limits.MAX_COUNT);
        if (maxLength != null) {
            Limits.range("max_queued_length", maxLength, 1, Limits.MAX_COUNT);
        }
    }
}
