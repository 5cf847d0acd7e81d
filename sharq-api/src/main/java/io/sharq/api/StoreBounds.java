package io.sharq.api;

/**
 * The greatest numbers of types and queues in a store, so that a caller that invents names cannot exhaust its memory.
 * Existing types and queues are never affected. An operation that would create one too many is refused and changes
 * nothing.
 *
 * @param maxTypes the greatest number of queue types, 1 to 1,000,000,000
 * @param maxQueues the greatest number of queues in a type, 1 to 1,000,000,000
 */
public record StoreBounds(int maxTypes, int maxQueues) {
    /** The name of the setting that bounds the number of types. */
    public static final String MAX_TYPES = "max_types";

    /** The name of the setting that bounds the number of queues of a type. */
    public static final String MAX_QUEUES = "max_queues";

    /** The name of the bound on the patterns for which a type has defaults. It is no setting. */
    public static final String MAX_PATTERNS = "max_patterns";

    /** A million types of ten million queues each. */
    public static final StoreBounds DEFAULT = new StoreBounds(1_000_000, 10_000_000);

    /**
     * Checks both numbers.
     *
     * @param maxTypes the greatest number of queue types
     * @param maxQueues the greatest number of queues in a type
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public StoreBounds {
        Bounds.range(MAX_TYPES, maxTypes, 1, Bounds.MAX_COUNT);
        Bounds.range(MAX_QUEUES, maxQueues, 1, Bounds.MAX_COUNT);
    }

    /**
     * Creates the refusal of a new queue type.
     *
     * @param operation the operation and its subject
     * @return the exception to throw
     */
    public BackendException tooManyTypes(String operation) {
        return BackendException.atBound(
                operation, MAX_TYPES, "the store has as many queue types as `max_types` allows: " + maxTypes);
    }

    /**
     * Creates the refusal of defaults for one pattern more than a type may have (rule 24).
     *
     * @param operation the operation and its subject
     * @return the exception to throw
     */
    public static BackendException tooManyPatterns(String operation) {
        return BackendException.atBound(
                operation,
                MAX_PATTERNS,
                "the queue type has defaults for as many patterns as a type may have: " + Bounds.MAX_PATTERNS);
    }

    /**
     * Creates the refusal of a new queue.
     *
     * @param operation the operation and its subject
     * @return the exception to throw
     */
    public BackendException tooManyQueues(String operation) {
        return BackendException.atBound(
                operation, MAX_QUEUES, "the queue type has as many queues as `max_queues` allows: " + maxQueues);
    }
}
