package io.sharq.redis.partition;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The types of which data is stored.
 *
 * @param shards the number of partitions of each, by name
 */
public record ListedTypes(SortedMap<String, Integer> shards) {
    private static final int NAMED = 5;

    public ListedTypes {
        shards = Collections.unmodifiableSortedMap(new TreeMap<>(shards));
    }

    public static ListedTypes read(PartitionScan keys, KeyNames names) {
        SortedMap<String, Integer> shards = new TreeMap<>();
        keys.eachField(
                names.types(),
                (field, nonce) ->
                        ListedPartition.of(field).ifPresent(listed -> shards.put(listed.type(), listed.shards())));
        return new ListedTypes(shards);
    }

    /** Returns the types that have another number of partitions. */
    public ListedTypes without(int number) {
        SortedMap<String, Integer> others = new TreeMap<>(shards);
        others.values().removeIf(own -> own == number);
        return new ListedTypes(others);
    }

    public boolean isEmpty() {
        return shards.isEmpty();
    }

    /** Returns the first few names. */
    @Override
    public String toString() {
        String few = shards.keySet().stream().limit(NAMED).collect(Collectors.joining(", "));
        return shards.size() <= NAMED ? few : few + " and " + (shards.size() - NAMED) + " more";
    }
}
