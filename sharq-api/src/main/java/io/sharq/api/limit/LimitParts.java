package io.sharq.api.limit;

import io.sharq.api.Bounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a limit; null for a part that it does not have. A limit without parts is always open.
 *
 * @param interval the time between two releases, 1 ms to 365 days in whole milliseconds
 * @param rate the rate
 * @param quota the quota
 * @param concurrency the most jobs under leases, 1 to {@value Bounds#MAX_COUNT}
 * @param hours the hours
 * @param maxCost the greatest cost of a job, 1 to {@value LimitBounds#MAX_UNITS}; {@value LimitBounds#DEFAULT_MAX_COST} if
 *     it is null
 */
public record LimitParts(
        @Nullable Duration interval,
        @Nullable Rate rate,
        @Nullable Quota quota,
        @Nullable Integer concurrency,
        @Nullable Hours hours,
        @Nullable Long maxCost) {
    /** No parts. */
    public static final LimitParts NONE = new LimitParts(null, null, null, null, null, null);

    /**
     * Checks every value.
     *
     * @param interval the time between two releases
     * @param rate the rate
     * @param quota the quota
     * @param concurrency the most jobs under leases
     * @param hours the hours
     * @param maxCost the greatest cost of a job
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public LimitParts {
        if (interval != null) {
            LimitBounds.span("interval", interval);
        }
        if (concurrency != null) {
            Bounds.range("concurrency", concurrency, 1, Bounds.MAX_COUNT);
        }
        if (maxCost != null) {
            LimitBounds.units("max_cost", maxCost, 1);
        }
    }

    /**
     * Checks that the parts fit together, once all are known.
     *
     * @return these parts
     * @throws io.sharq.api.InvalidValueException if a rate is too coarse to be exact for jobs of the greatest cost
     */
    public LimitParts checked() {
        if (rate != null) {
            rate.checkedFor(costBound());
        }
        return this;
    }

    /**
     * The greatest cost that a job may have of this limit.
     *
     * @return the cost in units
     */
    public long costBound() {
        return maxCost == null ? LimitBounds.DEFAULT_MAX_COST : maxCost;
    }
}
