package io.sharq.api.limit;

/** A number of units that may be released in a time, without regard to how they are spread over it. */
public sealed interface Quota permits RollingQuota, CalendarQuota {
    /**
     * The number of units. The quota is open while fewer have been released.
     *
     * @return the number, at least 1
     */
    long units();
}
