package io.sharq.rules;

import java.util.Comparator;

/**
 * Rule 24: the order of queues that got the same instant in turn by the same change of a default. Queues with shorter ids come
 * first, then it is that of the characters. Ids that are UUIDs in lower case come last.
 */
public final class QueueOrder {
    /** The order of queue ids. */
    public static final Comparator<String> BY_CODE = Comparator.comparing(QueueOrder::isUuid)
            .thenComparing(String::length)
            .thenComparing(Comparator.naturalOrder());

    /** The form of a UUID, as its hyphens and digits. */
    private static final String UUID = "dddddddd-dddd-dddd-dddd-dddddddddddd";

    private QueueOrder() {}

    private static boolean isUuid(String id) {
        // Turns are compared often, and a loop needs no matcher.
        boolean isUuid = id.length() == UUID.length();
        for (int i = 0; isUuid && i < id.length(); i++) {
            char sign = id.charAt(i);
            isUuid = UUID.charAt(i) == '-' ? sign == '-' : "0123456789abcdef".indexOf(sign) >= 0;
        }
        return isUuid;
    }
}
