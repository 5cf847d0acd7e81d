package io.sharq.api.limit;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import io.sharq.api.QueueKey;

/**
 * The key of a limit: the queue type whose queues may draw from it, and its name, such as ({@code sms}, {@code
 * att-camp7}).
 *
 * @param type the queue type, 1 to 100 of {@code A-Z a-z 0-9 _ -}
 * @param limit the name of the limit, 1 to 200 of the characters of an identifier
 */
public record LimitKey(String type, String limit) {
    /**
     * Checks both parts.
     *
     * @param type the queue type
     * @param limit the name of the limit
     * @throws InvalidValueException if one is of another form
     */
    public LimitKey {
        Bounds.queueType("queue_type", type);
        Bounds.identifier("limit", limit);
    }

    /** Returns the key as a path, {@code sms/att-camp7}, in the form of {@link QueueKey#toString()}. */
    @Override
    public String toString() {
        return new QueueKey(type, limit).toString();
    }
}
