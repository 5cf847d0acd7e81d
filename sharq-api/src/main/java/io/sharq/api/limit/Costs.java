package io.sharq.api.limit;

import io.sharq.api.Bounds;
import java.util.Map;

/**
 * What a job costs of the limits that its queue draws from, in units.
 *
 * @param cost the cost of each limit that {@code byLimit} does not name, 0 to {@value LimitBounds#MAX_UNITS}
 * @param byLimit the costs by the name of the limit, in the same range; at most {@value LimitBounds#MAX_LIMITS} limits
 */
public record Costs(long cost, Map<String, Long> byLimit) {
    /** One unit of each limit. */
    public static final Costs ONE = new Costs(1, Map.of());

    /**
     * Checks and copies the costs.
     *
     * @param cost the cost of each limit that is not named
     * @param byLimit the costs by the name of the limit
     * @throws io.sharq.api.InvalidValueException if a name or a number is invalid, or there are too many
     */
    public Costs {
        LimitBounds.units("cost", cost, 0);
        byLimit = CostMap.checked("costs", byLimit);
    }

    /**
     * The cost of a limit.
     *
     * @param limit the name of the limit
     * @return the units
     */
    public long of(String limit) {
        return byLimit.getOrDefault(Bounds.required("limit", limit), cost);
    }
}
