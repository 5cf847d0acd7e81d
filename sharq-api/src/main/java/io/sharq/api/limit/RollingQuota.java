package io.sharq.api.limit;

import java.time.Duration;

/**
 * A quota of the span before each instant, such as 15 attempts in 30 days. It is open while fewer units than {@code units}
 * have been released in the span before. Releases that lie closer together than 1/64 of the span may count until the last
 * of them is as old as the span.
 *
 * @param units the number of units, 1 to {@value LimitBounds#MAX_UNITS}
 * @param span the span, 1 ms to 365 days in whole milliseconds
 */
public record RollingQuota(long units, Duration span) implements Quota {
    /**
     * Checks both values.
     *
     * @param units the number of units
     * @param span the span
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public RollingQuota {
        LimitBounds.units("quota.units", units, 1);
        LimitBounds.span("quota.span", span);
    }
}
