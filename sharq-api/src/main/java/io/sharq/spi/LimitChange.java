package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.api.limit.LimitPart;
import io.sharq.api.limit.LimitParts;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A change of a limit's parts. Parts that are neither set nor ended stay as they are.
 *
 * @param set the parts that are set; those that are null are not
 * @param ended the parts that are ended; none of them may be set
 */
public record LimitChange(LimitParts set, Set<LimitPart> ended) {
    /** Changes nothing. */
    public static final LimitChange NONE = new LimitChange(LimitParts.NONE, Set.of());

    /**
     * Checks and copies the parts.
     *
     * @param set the parts that are set
     * @param ended the parts that are ended
     * @throws InvalidValueException if one is null, or a part is both
     */
    public LimitChange {
        Bounds.required("limit", set);
        EnumSet<LimitPart> copy = EnumSet.noneOf(LimitPart.class);
        copy.addAll(Bounds.required("limit", ended));
        for (LimitPart part : copy) {
            if (set.value(part) != null) {
                throw new InvalidValueException(
                        part.name().toLowerCase(Locale.ROOT), "It must not be both set and ended.");
            }
        }
        ended = Collections.unmodifiableSet(copy);
    }

    /**
     * The parts of a limit after this change.
     *
     * @param before its parts before
     * @return its parts
     * @throws InvalidValueException if they do not fit together
     */
    public LimitParts appliedTo(LimitParts before) {
        return before.without(ended).with(set).checked();
    }
}
