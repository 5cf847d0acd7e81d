package io.sharq.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Rule 12: a batch partitioned by a key, for operations that accept only items with the same key. The results are
 * merged in the order of the batch. Immutable.
 *
 * @param <K> the key that the items of a part share
 * @param <I> an item
 */
public final class Grouped<K, I> {
    private final Map<K, List<I>> parts = new LinkedHashMap<>();

    /** For each item of the batch, the number of its part and, in the next array, its index in that part. */
    private final int[] partOf;

    private final int[] placeOf;

    private Grouped(List<I> items, Function<? super I, ? extends K> key) {
        this.partOf = new int[items.size()];
        this.placeOf = new int[items.size()];
        Map<K, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            I item = items.get(i);
            K common = key.apply(item);
            List<I> part = parts.computeIfAbsent(common, first -> new ArrayList<>());
            partOf[i] = numbers.computeIfAbsent(common, first -> parts.size() - 1);
            placeOf[i] = part.size();
            part.add(item);
        }
    }

    /**
     * Partitions a batch.
     *
     * @param <K> the key that the items of a part share
     * @param <I> an item
     * @param items the batch
     * @param key the key of an item
     * @return the parts, each in the order of the batch
     */
    public static <K, I> Grouped<K, I> by(List<I> items, Function<? super I, ? extends K> key) {
        return new Grouped<>(items, key);
    }

    /**
     * The parts.
     *
     * @return the parts by key, in the order of their first items
     */
    public Map<K, List<I>> parts() {
        return Collections.unmodifiableMap(parts);
    }

    /**
     * Merges the results of the parts.
     *
     * @param <R> a result
     * @param results for each part, in the order of {@link #parts()}, one result for each of its items
     * @return one result for each item of the batch, in its order
     */
    public <R> List<R> inOrder(List<List<R>> results) {
        List<R> ordered = new ArrayList<>(partOf.length);
        for (int i = 0; i < partOf.length; i++) {
            ordered.add(results.get(partOf[i]).get(placeOf[i]));
        }
        return ordered;
    }
}
