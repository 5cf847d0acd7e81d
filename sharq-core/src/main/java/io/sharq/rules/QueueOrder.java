package io.sharq.rules;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Rule 24: the order of queues that got the same instant in turn by the same change of a default. Queues with shorter ids come
 * first, then it is that of the characters. Ids that are UUIDs in lower case come last.
 */
public final class QueueOrder {
    /** The order of queue ids. */
    public static final Comparator<String> BY_CODE = Comparator.comparing(QueueOrder::isUuid)
            .thenComparing(String::length)
            .thenComparing(Comparator.naturalOrder());

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private QueueOrder() {}

    private static boolean isUuid(String id) {
        return UUID.matcher(id).matches();
    }
}
