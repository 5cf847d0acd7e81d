package io.sharq.api;

/**
 * The key of a queue: a queue type and a queue id, such as ({@code sms}, {@code user001}).
 *
 * @param type the queue type, 1 to 100 of {@code A-Z a-z 0-9 _ -}
 * @param id the queue id, of the same form
 */
public record QueueKey(String type, String id) {
    /** The queue type of a call that names none. */
    public static final String DEFAULT_TYPE = "default";

    /**
     * Checks both parts.
     *
     * @param type the queue type
     * @param id the queue id
     * @throws InvalidValueException if one is not an identifier
     */
    public QueueKey {
        Bounds.identifier("queue_type", type);
        Bounds.identifier("queue_id", id);
    }

    /**
     * The key of a queue of the default type.
     *
     * @param id the queue id
     * @return the queue of the type {@link #DEFAULT_TYPE}
     * @throws InvalidValueException if it is not an identifier
     */
    public static QueueKey of(String id) {
        return new QueueKey(DEFAULT_TYPE, id);
    }

    @Override
    public String toString() {
        return type + "/" + id;
    }
}
