package io.sharq.api;

/**
 * The key of a queue: a queue type and a queue id, such as ({@code sms}, {@code user001}).
 *
 * @param type the queue type, 1 to 100 of {@code A-Z a-z 0-9 _ -}
 * @param id the queue id, 1 to 200 of {@code A-Z a-z 0-9 ! # $ % & ( ) * + , - . / : ; = ? @ [ ] _ ~}
 */
public record QueueKey(String type, String id) {
    /** The queue type of a call that names none. */
    public static final String DEFAULT_TYPE = "default";

    /**
     * Checks both parts.
     *
     * @param type the queue type
     * @param id the queue id
     * @throws InvalidValueException if one is of another form
     */
    public QueueKey {
        Bounds.queueType("queue_type", type);
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

    /**
     * Returns the key as a path, {@code sms/user001}. In the queue id {@code / ? # [ ] %} are percent-encoded, as in a path of the
     * HTTP API, so that different keys have different texts.
     */
    @Override
    public String toString() {
        return type + "/" + PathSegment.of(id);
    }
}
