package io.sharq.api;

/**
 * A part of the contract beyond rules 1 to 17 that a backend may offer. A backend lists its features, the conformance
 * kit tests those that are listed, and a facade refuses operations that need another one.
 */
public enum Feature {
    /** The listing of a queue's waiting jobs. */
    JOB_LISTING("the listing of waiting jobs"),
    /** Rule 25: waiting jobs can be cancelled and changed. */
    JOB_CHANGES("changes of waiting jobs"),
    /** Rule 22: a lease may end as throttled, which holds the queue. */
    THROTTLING("throttled jobs"),
    /** Rule 23: a job may have a deadline, after which it is not released any more. */
    DEADLINES("deadlines of jobs"),
    /** Rule 24: a type has defaults for the settings that its queues do not name. */
    DEFAULTS("defaults for queues"),
    /** Rule 26: a job carries headers to its worker. */
    HEADERS("headers of jobs"),
    /** Rule 27: a finish may leave a result, and a caller can wait for the end of a job. */
    RESULTS("results of jobs"),
    /** Rule 28: a dequeue may name its consumer, which is kept with its leases. */
    CONSUMERS("names of consumers"),
    /** Rules 18 to 21: queues may draw from limits of their type. */
    LIMITS("limits");

    private final String description;

    Feature(String description) {
        this.description = description;
    }

    /**
     * Names the feature in messages.
     *
     * @return a noun phrase, such as {@code changes of waiting jobs}
     */
    public String description() {
        return description;
    }
}
