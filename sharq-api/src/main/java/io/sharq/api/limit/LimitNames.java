package io.sharq.api.limit;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The limits that a queue draws from: names of limits of its type, each once.
 *
 * @param names the names, at most {@value LimitBounds#MAX_LIMITS}
 */
public record LimitNames(List<String> names) {
    /** No limits. */
    public static final LimitNames NONE = new LimitNames(List.of());

    /**
     * Checks and copies the names.
     *
     * @param names the names
     * @throws InvalidValueException if one is not an identifier or appears twice, or there are too many
     */
    public LimitNames {
        names = List.copyOf(Bounds.required("limits", names));
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(Bounds.identifier("limits", name))) {
                throw new InvalidValueException(
                        "limits", "It must name each limit once, but names " + name + " twice.");
            }
        }
        if (names.size() > LimitBounds.MAX_LIMITS) {
            throw new InvalidValueException(
                    "limits",
                    "A queue may draw from at most " + LimitBounds.MAX_LIMITS + " limits, but there are " + names.size()
                            + ".");
        }
    }

    /**
     * Limits by their names.
     *
     * @param names the names
     * @return the limits
     * @throws InvalidValueException if one is not an identifier or appears twice, or there are too many
     */
    public static LimitNames of(String... names) {
        return new LimitNames(List.of(names));
    }
}
