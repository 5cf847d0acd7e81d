package io.sharq.api.limit;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a job really used of limits, in units: the settlement of its cost. The end of its lease may name it. The
 * limits then stand as if that had been the cost.
 *
 * @param units the units by the name of the limit, each 0 to {@value LimitBounds#MAX_UNITS}; at most {@value
 *     LimitBounds#MAX_LIMITS} limits
 */
public record Used(Map<String, Long> units) {
    /** Settles nothing. */
    public static final Used NOTHING = new Used(Map.of());

    /**
     * Checks and copies the units.
     *
     * @param units the units by the name of the limit
     * @throws InvalidValueException if a name or a number is invalid, or there are too many
     */
    public Used {
        units = CostMap.checked("used", units);
    }

    /**
     * What was used of one limit.
     *
     * @param limit the name of the limit
     * @param units the units, 0 to {@value LimitBounds#MAX_UNITS}
     * @return the settlement
     * @throws InvalidValueException if the name or the number is invalid
     */
    public static Used of(String limit, long units) {
        return new Used(Map.of(Bounds.identifier("used", limit), units));
    }

    /**
     * This settlement and that of another limit.
     *
     * @param limit the name of the limit
     * @param moreUnits the units
     * @return a settlement of both
     * @throws InvalidValueException if the name or the number is invalid, or there are too many
     */
    public Used and(String limit, long moreUnits) {
        Map<String, Long> both = new TreeMap<>(units);
        both.put(Bounds.identifier("used", limit), moreUnits);
        return new Used(both);
    }
}
