package io.sharq.worker;

import java.util.List;

/**
 * A handler whose requests leave results (rule 27). They are kept for the {@code finished_retention} of {@code [sharq]}, which
 * must be longer than 0, and {@link io.sharq.SharQ#result} returns them. Implementations must be thread-safe, as those of
 * {@link Handler}.
 *
 * <pre>{@code
 * public void performWithResults(List<Order> orders, BatchResults results) {
 *     for (int i = 0; i < orders.size(); i++) {
 *         results.set(i, invoice(orders.get(i)));
 *     }
 * }
 * }</pre>
 *
 * @param <T> the type of the requests: records or beans that Jackson can write and read
 */
public interface ResultHandler<T> extends Handler<T> {
    /**
     * Performs a batch of one sub-queue and sets the results of its requests. Otherwise as {@link Handler#perform(List)}.
     *
     * @param requests the requests, in order
     * @param results the leases of the requests, and where their results are set
     * @throws Exception if the requests were not performed
     */
    void performWithResults(List<T> requests, BatchResults results) throws Exception;

    /**
     * Performs a batch and drops the results. Workers call {@link #performWithResults} instead.
     *
     * @param requests the requests, in order
     * @throws Exception if the requests were not performed
     */
    @Override
    default void perform(List<T> requests) throws Exception {
        performWithResults(requests, new DroppedResults());
    }
}
