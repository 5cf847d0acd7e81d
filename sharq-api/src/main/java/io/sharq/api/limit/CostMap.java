package io.sharq.api.limit;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Checks units by the name of a limit. */
final class CostMap {
    private CostMap() {}

    /** A sorted copy, so that equal maps have equal texts. */
    static Map<String, Long> checked(String field, Map<String, Long> units) {
        Map<String, Long> copy = new TreeMap<>();
        Bounds.required(field, units).forEach((limit, number) -> {
            Bounds.identifier(field, limit);
            LimitBounds.units(field + "." + limit, Bounds.required(field + "." + limit, number), 0);
            copy.put(limit, number);
        });
        if (copy.size() > LimitBounds.MAX_LIMITS) {
            throw new InvalidValueException(
                    field,
                    "It must name at most " + LimitBounds.MAX_LIMITS + " limits, but names " + copy.size() + ".");
        }
        return Collections.unmodifiableMap(copy);
    }
}
