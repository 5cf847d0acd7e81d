package io.sharq.api.limit;

import io.sharq.api.Bounds;
import java.time.Duration;
import java.util.Set;
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
     * One of the parts.
     *
     * @param part which one
     * @return its value, or null if the limit does not have it
     */
    public @Nullable Object value(LimitPart part) {
        return switch (part) {
            case INTERVAL -> interval;
            case RATE -> rate;
            case QUOTA -> quota;
            case CONCURRENCY -> concurrency;
            case HOURS -> hours;
            case MAX_COST -> maxCost;
        };
    }

    /**
     * These parts, with some of them replaced.
     *
     * @param named the new values; null for the parts that stay
     * @return the parts afterwards
     */
    public LimitParts with(LimitParts named) {
        return new LimitParts(
                named.interval == null ? interval : named.interval,
                named.rate == null ? rate : named.rate,
                named.quota == null ? quota : named.quota,
                named.concurrency == null ? concurrency : named.concurrency,
                named.hours == null ? hours : named.hours,
                named.maxCost == null ? maxCost : named.maxCost);
    }

    /**
     * These parts without some of them.
     *
     * @param ended the parts that go
     * @return the parts that are left
     */
    public LimitParts without(Set<LimitPart> ended) {
        return new LimitParts(
                ended.contains(LimitPart.INTERVAL) ? null : interval,
                ended.contains(LimitPart.RATE) ? null : rate,
                ended.contains(LimitPart.QUOTA) ? null : quota,
                ended.contains(LimitPart.CONCURRENCY) ? null : concurrency,
                ended.contains(LimitPart.HOURS) ? null : hours,
                ended.contains(LimitPart.MAX_COST) ? null : maxCost);
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
