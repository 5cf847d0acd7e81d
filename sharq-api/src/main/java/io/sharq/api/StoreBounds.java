package io.sharq.api;

/**
 * How much a store keeps at the most, so that one caller who makes up names cannot fill its memory. Queues and types that
 * are there are never affected: what would make one too many is refused, and changes nothing.
 *
 * @param maxTypes how many queue types there may be, 1 to 1,000,000,000
 * @param maxQueues how many queues a type may have, 1 to 1,000,000,000
 */
public record StoreBounds(int maxTypes, int maxQueues) {
    /** The name of the setting that bounds the number of types. */
    public static final String MAX_TYPES = "max_types";

    /** The name of the setting that bounds the number of queues of a type. */
    public static final String MAX_QUEUES = "max_queues";

    /** A million types of ten million queues each. */
    public static final StoreBounds DEFAULT = new StoreBounds(1_000_000, 10_000_000);

    /**
     * Checks both numbers.
     *
     * @param maxTypes how many queue types there may be
     * @param maxQueues how many queues a type may have
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public StoreBounds {
        Bounds.range(MAX_TYPES, maxTypes, 1, Bounds.MAX_COUNT);
        Bounds.range(MAX_QUEUES, maxQueues, 1, Bounds.MAX_COUNT);
    }

    /**
     * The refusal of a new queue type.
     *
     * @param operation the operation and its subject
     * @return the exception, to be thrown
     */
    public BackendException tooManyTypes(String operation) {
        return BackendException.atBound(
                operation, MAX_TYPES, "the store has as many queue types as `max_types` allows: " + maxTypes);
    }

    /**
     * The refusal of a new queue.
     *
     * @param operation the operation and its subject
     * @return the exception, to be thrown
     */
    public BackendException tooManyQueues(String operation) {
        return BackendException.atBound(
                operation, MAX_QUEUES, "the queue type has as many queues as `max_queues` allows: " + maxQueues);
    }
}
