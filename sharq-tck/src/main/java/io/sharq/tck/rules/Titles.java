package io.sharq.tck.rules;

/** The number and title of each rule in the design document. The label of each property begins with one. */
final class Titles {
    static final String ONE_CLOCK = "rule 1, one clock: ";
    static final String SPACING = "rule 2, spacing: ";
    static final String CHANGED_INTERVAL = "rule 3, a changed interval holds at once: ";
    static final String OLDEST_FIRST = "rule 4, oldest first among queues: ";
    static final String PLACE_FOR_LIFE = "rule 5, a place for life: ";
    static final String ORDERED_QUEUES = "rule 6, ordered queues: ";
    static final String CONCURRENCY = "rule 7, concurrency: ";
    static final String LEASES_FENCE = "rule 8, leases fence: ";
    static final String EXPIRY = "rule 9, expiry: ";
    static final String NO_DUPLICATES = "rule 10, no duplicates: ";
    static final String CAPS = "rule 11, caps: ";
    static final String BATCH_IS_ITS_SINGLES = "rule 12, a batch is its singles: ";
    static final String NOTHING_LOST = "rule 13, nothing is lost, nothing is left: ";
    static final String DEAD_JOBS = "rule 14, dead jobs are kept: ";
    static final String PAUSE_AND_HOLD = "rule 15, pause and hold: ";
    static final String METRICS = "rule 16, metrics: ";
    static final String BAD_INPUT = "rule 17, bad input changes nothing: ";
    static final String LIMITS = "rule 18, limits: ";
    static final String PARTS = "rule 19, parts are exact: ";
    static final String CHANGED_LIMIT = "rule 20, a changed limit holds at once: ";
    static final String LIMIT_TURNS = "rule 21, turns with limits: ";
    static final String THROTTLED = "rule 22, throttled: ";
    static final String DEADLINE = "rule 23, deadline: ";
    static final String DEFAULTS = "rule 24, defaults: ";
    static final String CHANGE = "rule 25, change of a waiting job: ";
    static final String HEADERS = "rule 26, headers: ";
    static final String RESULTS = "rule 27, results: ";
    static final String CONSUMERS = "rule 28, consumers: ";
    static final String BOUNDS = "bounds: ";
    static final String WAITING = "waiting: ";
    static final String LOOKING = "looking: ";
    static final String TRACES = "traces: ";
    static final String ALL_RULES = "all rules: ";

    private Titles() {}
}
