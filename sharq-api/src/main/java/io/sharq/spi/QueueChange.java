package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.limit.LimitNames;
import org.jspecify.annotations.Nullable;

/**
 * New settings of a queue; a null leaves the setting as it is. What a new queue is not given comes from the defaults of its
 * type (rule 24). Where there are none, its interval is 0, it is not ordered, and it has no cap.
 *
 * @param intervalMillis the milliseconds between two releases, 0 for no limit (rules 2 and 3)
 * @param ordered whether the queue is strictly first in, first out (rule 6)
 * @param concurrency the cap on active jobs, 0 for none (rule 7)
 * @param limits the limits that the queue draws from (rule 18); null for a backend that does not list {@link
 *     io.sharq.api.Feature#LIMITS}
 */
public record QueueChange(
        @Nullable Long intervalMillis,
        @Nullable Boolean ordered,
        @Nullable Integer concurrency,
        @Nullable LimitNames limits) {
    /** Changes nothing. */
    public static final QueueChange NONE = new QueueChange(null, null, null, null);

    /**
     * Checks every value.
     *
     * @param intervalMillis the milliseconds between two releases
     * @param ordered whether the queue is strictly first in
     * @param concurrency the cap on active jobs
     * @param limits the limits that the queue draws from
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public QueueChange {
        if (intervalMillis != null) {
            Bounds.range("interval", intervalMillis, 0, Bounds.MAX_INTERVAL_MILLIS);
        }
        if (concurrency != null) {
            Bounds.range("concurrency", concurrency, 0, Bounds.MAX_COUNT);
        }
    }

    /**
     * A change that leaves the limits as they are.
     *
     * @param intervalMillis the milliseconds between two releases
     * @param ordered whether the queue is strictly first in
     * @param concurrency the cap on active jobs
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public QueueChange(@Nullable Long intervalMillis, @Nullable Boolean ordered, @Nullable Integer concurrency) {
        this(intervalMillis, ordered, concurrency, null);
    }

    /**
     * A change of the interval alone.
     *
     * @param millis the interval in milliseconds
     * @return the change
     */
    public static QueueChange interval(long millis) {
        return new QueueChange(millis, null, null);
    }

    /**
     * A change of the limits alone.
     *
     * @param names the limits that the queue draws from
     * @return the change
     */
    public static QueueChange limits(LimitNames names) {
        return new QueueChange(null, null, null, names);
    }
}
