package io.sharq.api;

/** A setting of a queue that may come from the queue itself or from a default of its type (rule 24). */
public enum QueueSetting {
    /** The time between two releases (rules 2 and 3). Without a default it is 0. */
    INTERVAL("interval"),
    /** Whether the queue is strictly first in, first out (rule 6). Without a default it is not. */
    ORDERED("ordered"),
    /** The cap on active jobs (rule 7). Without a default it is 0, which means none. */
    CONCURRENCY("concurrency"),
    /** The limits that the queue draws from (rule 18). Without a default there are none. */
    LIMITS("limits");

    private final String field;

    QueueSetting(String field) {
        this.field = field;
    }

    /**
     * Names the setting as the HTTP API does.
     *
     * @return the name of its field, such as {@code interval}
     */
    public String field() {
        return field;
    }
}
