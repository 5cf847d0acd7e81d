package io.sharq.rules.limit;

import io.sharq.api.limit.CalendarPeriod;

/**
 * A calendar quota.
 *
 * @param units the number of units
 * @param per the period whose boundaries reset the count
 * @param zone the offsets of its zone
 */
public record CalendarTerms(long units, CalendarPeriod per, ZoneOffsets zone) {
    long boundaryAfter(long wallMicros) {
        return Boundaries.next(per, zone, wallMicros);
    }
}
