package io.sharq.api;

/**
 * The queues of a type whose ids begin with a prefix, such as ({@code sms}, {@code gold-*}). The pattern {@code *} matches
 * all queues of the type.
 *
 * @param type the queue type, 1 to 100 of {@code A-Z a-z 0-9 _ -}
 * @param pattern a prefix and {@code *}, together 1 to 200 characters of a queue id. An asterisk in the prefix stands for
 *     itself
 */
public record QueuePattern(String type, String pattern) {
    /** The pattern that matches all queues of a type. */
    public static final String ALL = "*";

    /**
     * Checks both parts.
     *
     * @param type the queue type
     * @param pattern a prefix and {@code *}
     * @throws InvalidValueException if one is of another form
     */
    public QueuePattern {
        Bounds.queueType("queue_type", type);
        Bounds.pattern("pattern", pattern);
    }

    /**
     * The prefix of the ids that it matches.
     *
     * @return the pattern without its last character
     */
    public String prefix() {
        return pattern.substring(0, pattern.length() - 1);
    }

    /**
     * Tells whether it matches a queue of its type.
     *
     * @param queueId the queue id
     * @return whether the id begins with the prefix
     */
    public boolean matches(String queueId) {
        return queueId.startsWith(prefix());
    }

    /**
     * Returns the pattern as a path, {@code sms/gold-*}, encoded as {@link QueueKey#toString()} is.
     */
    @Override
    public String toString() {
        return type + "/" + PathSegment.of(pattern);
    }
}
