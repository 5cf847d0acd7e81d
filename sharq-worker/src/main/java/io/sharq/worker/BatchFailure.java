package io.sharq.worker;

import java.io.Serial;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler that performed some requests of a batch and not others. Those that it names fail, each for its own
 * reason. One that names no request, or a position that the batch does not have, is the failure of the whole batch.
 */
public final class BatchFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The causes by the positions of their requests; null in one that was serialised. */
    private final transient @Nullable Map<Integer, Throwable> causes;

    /**
     * A failure of some requests.
     *
     * @param causes why each of them failed, by its position in the batch, from 0
     */
    public BatchFailure(Map<Integer, ? extends Throwable> causes) {
        super(causes.size() + " requests of the batch failed");
        this.causes = Map.copyOf(causes);
        causes.values().forEach(this::addSuppressed);
    }

    /** The failures by position, in a batch of a size. */
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
