package io.sharq.rules;

/**
 * Rule 24: the order of queues that got the same instant in turn by the same change of a default. Queues with shorter ids come
 * first, then it is that of the characters. Ids that are UUIDs in lower case come last.
 */
public final class QueueOrder {
    /** The form of a UUID, as its hyphens and digits. */
    private static final String UUID = "dddddddd-dddd-dddd-dddd-dddddddddddd";

    private QueueOrder() {}

    /**
     * Compares two queue ids.
     *
     * @param one a queue id
     * @param other another queue id
     * @return a number below zero if the first one goes first, above zero if the second one does, zero if they are equal
     */
    public static int compare(String one, String other) {
        int byForm = Boolean.compare(isUuid(one), isUuid(other));
        if (byForm != 0) {
            return byForm;
        }
        int byLength = Integer.compare(one.length(), other.length());
        return byLength != 0 ? byLength : one.compareTo(other);
    }

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
