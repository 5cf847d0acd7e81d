package io.sharq.worker;

import io.sharq.api.Bounds;
import java.io.Serial;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler that performed only some requests of a batch. The requests that it names fail, each with its own
 * cause. If it names none, or a position outside the batch, the whole batch fails.
 */
public final class BatchFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The causes by position; null after deserialization. */
    private final transient @Nullable Map<Integer, Throwable> causes;

    /**
     * A failure of some requests.
     *
     * @param causes the cause of each failed request, by its position in the batch, from 0
     * @throws io.sharq.api.InvalidValueException if the map, a position or a cause is null
     */
    public BatchFailure(Map<Integer, ? extends Throwable> causes) {
        super(Bounds.required("causes", causes).size() + " requests of the batch failed");
        causes.forEach((position, cause) -> {
            Bounds.required("causes", position);
            Bounds.required("causes", cause);
        });
        this.causes = Map.copyOf(causes);
        causes.values().forEach(this::addSuppressed);
    }

    /** The cause of each failed request of a batch of this size, by its position. */
    Map<Integer, Throwable> causes(int size) {
        boolean isOfBatch = causes != null
                && !causes.isEmpty()
                && causes.keySet().stream().allMatch(position -> position >= 0 && position < size);
        Map<Integer, Throwable> failures = new TreeMap<>();
        if (isOfBatch) {
            failures.putAll(causes);
        } else {
            IntStream.range(0, size).forEach(position -> failures.put(position, this));
        }
        return failures;
    }
}
