package io.sharq.rules.limit;

import io.sharq.api.limit.LimitBounds;
import io.sharq.api.limit.Rate;
import org.jspecify.annotations.Nullable;

/**
 * A rate as whole numbers. The level of a limit is kept in multiples of 1/{@code unit} of a unit, and falls by {@code fall} of
 * them in each microsecond: so the opening is exact.
 *
 * <p>{@code unit} is a multiple of the period in lowest terms. A finer one rounds less when the rate changes; a coarser one
 * leaves more room below 2^53 for settlements. The multiple is the greatest for which burst and greatest cost together
 * stay below 2^42, so that the level can exceed them 2,000 times.
 *
 * @param units the units of the rate in lowest terms
 * @param periodMicros its period in lowest terms
 * @param burst the burst in units
 * @param fall the fall of the level in a microsecond
 * @param unit the height of a unit
 */
public record RateTerms(long units, long periodMicros, long burst, long fall, long unit) {
    private static final long FINEST = 1L << 42;

    /**
     * The terms of a rate.
     *
     * @param rate the rate
     * @param maxCost the greatest cost of a job
     * @param before the terms in force before, null if there was no rate
     * @return the terms, in the scale of those before if that holds the rate too
     */
    public static RateTerms of(Rate rate, long maxCost, @Nullable RateTerms before) {
        long units = rate.lowestUnits();
        long periodMicros = rate.lowestPeriodMicros();
        long most = rate.burst() + maxCost;
        if (before != null
                && before.units == units
                && before.periodMicros == periodMicros
                && most <= (LimitBounds.MAX_LEVEL - 1) / before.unit) {
            return new RateTerms(units, periodMicros, rate.burst(), before.fall, before.unit);
        }
        long scale = Math.min((FINEST - 1) / periodMicros / most, (LimitBounds.MAX_LEVEL - 1) / units);
        long multiple = Math.max(1, scale);
        return new RateTerms(units, periodMicros, rate.burst(), units * multiple, periodMicros * multiple);
    }

    /** The level after a fall of {@code micros}. */
    long fallen(long level, long micros) {
        return micros >= Exact.dividedUp(level, fall) ? 0 : level - fall * micros;
    }

    /** The level in the scale of other terms. */
    long in(RateTerms other, long level) {
        return unit == other.unit ? level : Exact.scaledUp(level, other.unit, unit);
    }

    /** The instant from which a level at an instant is low enough to be open; 0 if it is already. */
    long opensAt(long level, long atMicros) {
        long over = level - Exact.times(burst - 1, unit);
        return over <= 0 ? 0 : atMicros + Exact.dividedUp(over, fall);
    }
}
