package io.sharq.api;

/**
 * The limits on the dead jobs of a type: count and age (rule 14). The oldest are removed first. The count is enforced
 * whenever a job dies, the age whenever a requeue runs.
 *
 * @param maxCount the greatest number, 0 to {@link Bounds#MAX_COUNT}
 * @param maxAgeMicros the greatest age
 */
public record DeadLimits(int maxCount, long maxAgeMicros) {
    /**
     * Checks the ranges of both.
     *
     * @param maxCount the greatest number
     * @param maxAgeMicros the greatest age
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public DeadLimits {
        Bounds.range("dead_job_max_count", maxCount, 0, Bounds.MAX_COUNT);
        Bounds.span("dead_job_max_age", maxAgeMicros, 1);
    }

    /**
     * Combines two limits into ones that keep everything that either keeps.
     *
     * @param other the other limits
     * @return the greater count and the greater age
     */
    public DeadLimits orMore(DeadLimits other) {
        return new DeadLimits(Math.max(maxCount, other.maxCount), Math.max(maxAgeMicros, other.maxAgeMicros));
    }
}
