package io.sharq.spi;

import io.sharq.api.Bounds;
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
    public static final JobOptions DEFAULT = new JobOptions(0, 0, Bounds.REQUEUE_ALWAYS, null);

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
        Bounds.range("order", order, Bounds.MIN_ORDER, Bounds.MAX_ORDER);
        Bounds.span("delay", delayMicros, 0);
        Bounds.range("requeue_limit", requeueLimit, Bounds.REQUEUE_ALWAYS, Bounds.MAX_COUNT);
        if (maxLength != null) {
            Bounds.range("max_queued_length", maxLength, 1, Bounds.MAX_COUNT);
        }
    }
}
