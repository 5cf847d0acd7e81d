package io.sharq.api.limit;

/** The kinds of parts that a limit may have, each optional. */
public enum LimitPart {
    /** The time between two releases. */
    INTERVAL,
    /** A number of units in a period, with bursts. */
    RATE,
    /** A number of units in a rolling span, or in a period of the calendar. */
    QUOTA,
    /** The jobs under leases. */
    CONCURRENCY,
    /** The hours of the week. */
    HOURS,
    /** The greatest cost of a job. */
    MAX_COST
}
