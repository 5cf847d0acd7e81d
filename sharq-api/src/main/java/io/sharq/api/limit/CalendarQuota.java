package io.sharq.api.limit;

import io.sharq.api.Bounds;
import java.time.ZoneId;

/**
 * A quota of each minute, hour, day, week or month of a time zone, such as 200,000 a day until midnight in Los Angeles. It is
 * open while fewer units than {@code units} have been released since the last boundary.
 *
 * @param units the number of units, 1 to {@value LimitBounds#MAX_UNITS}
 * @param per the period whose boundaries reset the count
 * @param zone the time zone
 */
public record CalendarQuota(long units, CalendarPeriod per, ZoneId zone) implements Quota {
    /**
     * Checks every value.
     *
     * @param units the number of units
     * @param per the period
     * @param zone the time zone
     * @throws io.sharq.api.InvalidValueException if one is out of range or null
     */
    public CalendarQuota {
        LimitBounds.units("quota.units", units, 1);
        Bounds.required("quota.per", per);
        Bounds.required("quota.zone", zone);
    }
}
