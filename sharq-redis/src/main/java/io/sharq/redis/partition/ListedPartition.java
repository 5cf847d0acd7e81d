package io.sharq.redis.partition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * A partition in the list of open partitions.
 *
 * @param type the queue type
 * @param partition its number
 * @param shards the number of the type's partitions
 */
public record ListedPartition(String type, int partition, int shards) {
    /** Parses a field of the list. Empty for a field that describes a whole type. */
    public static Optional<ListedPartition> of(byte[] field) {
        String text = new String(field, UTF_8);
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        int dot = text.indexOf('.', colon);
        int end = dot < 0 ? text.length() : dot;
        int shards = dot < 0 ? 1 : Integer.parseInt(text.substring(dot + 1));
        return Optional.of(new ListedPartition(
                text.substring(0, colon), Integer.parseInt(text.substring(colon + 1, end)), shards));
    }

    /** Returns the type that any field of the list belongs to. */
    public static String typeOf(byte[] field) {
        String text = new String(field, UTF_8);
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }
}
