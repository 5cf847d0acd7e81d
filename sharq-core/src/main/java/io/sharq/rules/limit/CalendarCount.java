package io.sharq.rules.limit;

/**
 * Rule 19: the units that were released since the last boundary of a calendar quota. The next boundary is an instant of the
 * wall clock, since a zone's midnight is one. A clock that is set back over a boundary does not begin the period again: the
 * count goes on until the boundary that was next before.
 *
 * @param beforeNumber the number of the last change before the period
 * @param units the units released since
 * @param boundaryWallMicros the next boundary
 */
public record CalendarCount(long beforeNumber, long units, long boundaryWallMicros) {
    static CalendarCount empty(CalendarTerms terms, long number, long wallMicros) {
        return new CalendarCount(number, 0, terms.boundaryAfter(wallMicros));
    }

    /** The instant of the wall clock from which fewer units than the quota's count; 0 if they do already. */
    long opensAtWall(CalendarTerms terms) {
        return units < terms.units() ? 0 : boundaryWallMicros;
    }

    CalendarCount released(CalendarTerms terms, long number, long cost, long wallMicros) {
        CalendarCount counting = at(terms, number - 1, wallMicros);
        return new CalendarCount(counting.beforeNumber, Exact.plus(counting.units, cost), counting.boundaryWallMicros);
    }

    /** The state with another period or zone: what counts goes on to, until the next boundary of the new one. */
    CalendarCount changed(CalendarTerms before, CalendarTerms terms, long number, long wallMicros) {
        if (before.per() == terms.per()
                && before.zone().id().equals(terms.zone().id())) {
            return this;
        }
        CalendarCount counting = at(before, number, wallMicros);
        return new CalendarCount(counting.beforeNumber, counting.units, terms.boundaryAfter(wallMicros));
    }

    /** The state after a settlement, which changes nothing if the release was in an earlier period. */
    CalendarCount settled(CalendarTerms terms, long leaseNumber, long change, long number, long wallMicros) {
        CalendarCount counting = at(terms, number, wallMicros);
        return leaseNumber <= counting.beforeNumber
                ? counting
                : new CalendarCount(
                        counting.beforeNumber,
                        Math.max(0, Exact.plus(counting.units, change)),
                        counting.boundaryWallMicros);
    }

    private CalendarCount at(CalendarTerms terms, long lastNumber, long wallMicros) {
        return wallMicros < boundaryWallMicros
                ? this
                : new CalendarCount(lastNumber, 0, terms.boundaryAfter(wallMicros));
    }
}
