package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Jobs that are done, in this order, each as if alone (rule 12).
 *
 * @param type the queue type
 * @param items their leases and results, 1 to {@link Bounds#MAX_BATCH}
 * @param retentionMicros how long a finished job is retained as {@code FINISHED}, 0 for not at all
 */
public record FinishRequest(String type, List<FinishItem> items, long retentionMicros)
        implements Operation<List<LeaseResult>> {
    /**
     * Checks every value.
     *
     * @param type the queue type
     * @param items their leases and results
     * @param retentionMicros how long a finished job is retained as {@code FINISHED}
     * @throws InvalidValueException if one is out of range, or if there is a result and no retention
     */
    public FinishRequest {
        Bounds.queueType("queue_type", type);
        items = Batches.checked(items);
        Bounds.span("finished_retention", retentionMicros, 0);
        checkRetention(items, retentionMicros);
    }

    /**
     * Checks that results are kept.
     *
     * @param items leases and results
     * @param retentionMicros how long a finished job is retained
     * @throws InvalidValueException if there is a result and no retention
     */
    public static void checkRetention(List<FinishItem> items, long retentionMicros) {
        if (retentionMicros == 0 && items.stream().anyMatch(item -> item.result() != null)) {
            throw new InvalidValueException(
                    "result", "It is kept for the `finished_retention`, which is 0. Set a longer one to keep results.");
        }
    }

    /**
     * Creates a request of jobs that leave no result.
     *
     * @param type the queue type
     * @param leases their leases, 1 to {@link Bounds#MAX_BATCH}
     * @param retentionMicros how long a finished job is retained as {@code FINISHED}, 0 for not at all
     * @return the request
     * @throws InvalidValueException if a value is out of range
     */
    public static FinishRequest of(String type, List<LeaseRef> leases, long retentionMicros) {
        List<FinishItem> items = Batches.checked(leases).stream()
                .map(lease -> new FinishItem(lease, null))
                .toList();
        return new FinishRequest(type, items, retentionMicros);
    }

    /**
     * Tells whether a job leaves a result, which needs {@link io.sharq.api.Feature#RESULTS}.
     *
     * @return whether one does
     */
    public boolean hasResults() {
        return items.stream().anyMatch(item -> item.result() != null);
    }

    @Override
    public CompletionStage<List<LeaseResult>> on(Backend backend) {
        return backend.finish(this);
    }

    @Override
    public String name() {
        return "finish";
    }

    /** A lease that a token names ends once (rule 8). A repetition without a token could end the job's next lease. */
    @Override
    public boolean isIdempotent() {
        return items.stream().allMatch(item -> item.lease().isFenced());
    }
}
