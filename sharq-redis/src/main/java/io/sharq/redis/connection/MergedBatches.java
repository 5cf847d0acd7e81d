package io.sharq.redis.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Merges requests that can share a round trip into one batch, and splits its results. */
public final class MergedBatches {
    private MergedBatches() {}

    /** A partition of a type. */
    public record Place(String type, int partition) {}

    /** The key of finishes that can be merged. */
    public record FinishKind(String type, int partition, long retentionMicros) {}

    /** The items of one request for one partition, with the key of the requests that it can be merged with. */
    public record Part<K, I>(K common, List<I> items) {}

    /** Creates a client that sends the items of concurrent requests as one batch, and gives each request its own results. */
    public static <K, I, R> BatchingClient<K, Part<K, I>, List<R>> trips(
            BatchingClient.Traffic traffic,
            Function<K, String> operation,
            BiFunction<K, List<I>, CompletionStage<List<R>>> send) {
        return new BatchingClient<>(
                traffic,
                Part::common,
                part -> part.items().size(),
                operation,
                parts -> send.apply(parts.get(0).common(), items(parts)).thenApply(results -> results(results, parts)));
    }

    private static <K, I> List<I> items(List<Part<K, I>> parts) {
        if (parts.size() == 1) {
            return parts.get(0).items();
        }
        List<I> items = new ArrayList<>();
        parts.forEach(part -> items.addAll(part.items()));
        return items;
    }

    private static <K, I, R> List<List<R>> results(List<R> results, List<Part<K, I>> parts) {
        List<List<R>> each = new ArrayList<>(parts.size());
        int from = 0;
        for (Part<K, I> part : parts) {
            int to = from + part.items().size();
            each.add(List.copyOf(results.subList(from, to)));
            from = to;
        }
        return each;
    }
}
