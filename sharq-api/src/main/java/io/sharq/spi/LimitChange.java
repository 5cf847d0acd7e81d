package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.api.limit.LimitPart;
import io.sharq.api.limit.LimitParts;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
            if (value(set, part) != null) {
                throw new InvalidValueException(
                        part.name().toLowerCase(Locale.ROOT), "It must not be both set and ended.");
            }
        }
        ended = Collections.unmodifiableSet(copy);
    }

    private static @Nullable Object value(LimitParts parts, LimitPart part) {
        return switch (part) {
            case INTERVAL -> parts.interval();
            case RATE -> parts.rate();
            case QUOTA -> parts.quota();
            case CONCURRENCY -> parts.concurrency();
            case HOURS -> parts.hours();
            case MAX_COST -> parts.maxCost();
        };
    }

    /**
     * The parts of a limit after this change.
     *
     * @param before its parts before
     * @return its parts
     * @throws InvalidValueException if they do not fit together
     */
    public LimitParts appliedTo(LimitParts before) {
        return new LimitParts(
                        after(LimitPart.INTERVAL, set.interval(), before.interval()),
                        after(LimitPart.RATE, set.rate(), before.rate()),
                        after(LimitPart.QUOTA, set.quota(), before.quota()),
                        after(LimitPart.CONCURRENCY, set.concurrency(), before.concurrency()),
                        after(LimitPart.HOURS, set.hours(), before.hours()),
                        after(LimitPart.MAX_COST, set.maxCost(), before.maxCost()))
                .checked();
    }

    private <T> @Nullable T after(LimitPart part, @Nullable T named, @Nullable T before) {
        if (ended.contains(part)) {
            return null;
        }
        return named != null ? named : before;
    }
}
