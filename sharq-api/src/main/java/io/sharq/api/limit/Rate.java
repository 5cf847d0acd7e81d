package io.sharq.api.limit;

import io.sharq.api.InvalidValueException;
import java.time.Duration;

/**
 * A number of units in a period, with bursts: the rate of a token bucket. The limit has a level, which falls by {@code
 * units} in each {@code period} down to zero and rises by the cost of each release. It is open while the level is at most
 * {@code burst - 1}.
 *
 * <p>Over any span, the units released are at most the burst and what the rate yields in the span, the cost of the last job
 * not counted.
 *
 * @param units the units in a period, 1 to {@value LimitBounds#MAX_UNITS}
 * @param period the period, 1 ms to 365 days in whole milliseconds
 * @param burst the units that may be released at once after a pause, 1 to {@value LimitBounds#MAX_UNITS}
 */
public record Rate(long units, Duration period, long burst) {
    private static final long MICROS_A_MILLI = 1_000;

    /**
     * Checks every value.
     *
     * @param units the units in a period
     * @param period the period
     * @param burst the units that may be released at once
     * @throws InvalidValueException if one is out of range
     */
    public Rate {
        LimitBounds.units("rate.units", units, 1);
        LimitBounds.span("rate.period", period);
        LimitBounds.units("rate.burst", burst, 1);
    }

    /**
     * The units in lowest terms: {@code lowestUnits()} units in {@link #lowestPeriodMicros()} are the same rate, and no
     * smaller whole numbers are.
     *
     * @return the number of units
     */
    public long lowestUnits() {
        return units / commonDivisor();
    }

    /**
     * The period in lowest terms.
     *
     * @return the period in microseconds
     */
    public long lowestPeriodMicros() {
        return periodMicros() / commonDivisor();
    }

    private long periodMicros() {
        return period.toMillis() * MICROS_A_MILLI;
    }

    private long commonDivisor() {
        long greater = periodMicros();
        long lesser = units;
        while (lesser != 0) {
            long rest = greater % lesser;
            greater = lesser;
            lesser = rest;
        }
        return greater;
    }

    /**
     * Checks that the level can be kept exactly for jobs of a cost.
     *
     * @param maxCost the greatest cost of a job
     * @return this rate
     * @throws InvalidValueException if (burst + greatest cost) x period in lowest terms is not below 2^52
     */
    Rate checkedFor(long maxCost) {
        long most = (LimitBounds.MAX_LEVEL - 1) / lowestPeriodMicros();
        if (burst + maxCost > most) {
            throw new InvalidValueException(
                    "rate",
                    "Of " + units + " units in " + period + ", `rate.burst` and `max_cost` together must be at most "
                            + most + ", but are " + (burst + maxCost) + ".");
        }
        return this;
    }
}
