package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.limit.Costs;
import org.jspecify.annotations.Nullable;

/**
 * What an enqueue says of its job, beside the settings of the queue.
 *
 * @param order the rank inside the queue, lower first (rule 5)
 * @param delayMicros how long the job is {@code SCHEDULED} before it takes its place, at least 0
 * @param requeueLimit how often it may come back after an expired or failed lease; -1 means always (rule 9)
 * @param maxLength the longest that the queue may be with this job in it, or null for no bound (rule 11)
 * @param deadlineMicros the span from the enqueue after which the job is not released any more, at least 1, or null for
 *     no deadline (rule 23). A backend without {@link io.sharq.api.Feature#DEADLINES} gets null only
 * @param costs what the job costs of the limits that its queue draws from (rule 18). A backend without {@link
 *     io.sharq.api.Feature#LIMITS} gets {@link Costs#ONE} only
 */
public record JobOptions(
        int order,
        long delayMicros,
        int requeueLimit,
        @Nullable Integer maxLength,
        @Nullable Long deadlineMicros,
        Costs costs) {
    /** Order 0, no delay, requeued always, no bound on the length, no deadline, one unit of each limit. */
    public static final JobOptions DEFAULT = new JobOptions(0, 0, Bounds.REQUEUE_ALWAYS, null);

    /**
     * Checks every value.
     *
     * @param order the rank inside the queue
     * @param delayMicros how long the job is {@code SCHEDULED} before it takes its place
     * @param requeueLimit how often it may come back after an expired or failed lease
     * @param maxLength the longest that the queue may be with this job in it
     * @param deadlineMicros the span from the enqueue after which the job is not released any more
     * @param costs what the job costs of limits
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public JobOptions {
        Bounds.range("order", order, Bounds.MIN_ORDER, Bounds.MAX_ORDER);
        Bounds.span("delay", delayMicros, 0);
        Bounds.range("requeue_limit", requeueLimit, Bounds.REQUEUE_ALWAYS, Bounds.MAX_COUNT);
        if (maxLength != null) {
            Bounds.range("max_queued_length", maxLength, 1, Bounds.MAX_COUNT);
        }
        if (deadlineMicros != null) {
            Bounds.span("deadline", deadlineMicros, 1);
        }
        Bounds.required("costs", costs);
    }

    /**
     * Options of a job that costs one unit of each limit.
     *
     * @param order the rank inside the queue
     * @param delayMicros how long the job is {@code SCHEDULED} before it takes its place
     * @param requeueLimit how often it may come back after an expired or failed lease
     * @param maxLength the longest that the queue may be with this job in it
     * @param deadlineMicros the span from the enqueue after which the job is not released any more
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public JobOptions(
            int order, long delayMicros, int requeueLimit, @Nullable Integer maxLength, @Nullable Long deadlineMicros) {
        this(order, delayMicros, requeueLimit, maxLength, deadlineMicros, Costs.ONE);
    }

    /**
     * Options without a deadline of a job that costs one unit of each limit.
     *
     * @param order the rank inside the queue
     * @param delayMicros how long the job is {@code SCHEDULED} before it takes its place
     * @param requeueLimit how often it may come back after an expired or failed lease
     * @param maxLength the longest that the queue may be with this job in it
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public JobOptions(int order, long delayMicros, int requeueLimit, @Nullable Integer maxLength) {
        this(order, delayMicros, requeueLimit, maxLength, null);
    }

    /**
     * These options with another requeue limit.
     *
     * @param limit how often the job may come back after an expired or failed lease
     * @return the options
     * @throws io.sharq.api.InvalidValueException if it is out of range
     */
    public JobOptions withRequeueLimit(int limit) {
        return new JobOptions(order, delayMicros, limit, maxLength, deadlineMicros, costs);
    }
}
