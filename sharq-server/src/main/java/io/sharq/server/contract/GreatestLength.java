package io.sharq.server.contract;

import io.sharq.api.Bounds;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Converts a {@code max_queued_length}, which may be any number, to the greatest length of a queue with the new job in it. As in
 * the original, a job is enqueued if the queue's length without it is less than the number: 2.5 allows three jobs, and 0 or
 * less allows none.
 */
public final class GreatestLength {
    private static final BigDecimal MOST = BigDecimal.valueOf(Bounds.MAX_COUNT);

    private GreatestLength() {}

    /**
     * Converts a number.
     *
     * @param maxQueuedLength the number
     * @return the greatest length, 0 to {@link Bounds#MAX_COUNT}
     */
    public static int of(BigDecimal maxQueuedLength) {
        if (maxQueuedLength.signum() <= 0) {
            return 0;
        }
        // Rounding a number such as 1e-999999999 would first write out all of its digits.
        if (maxQueuedLength.compareTo(BigDecimal.ONE) <= 0) {
            return 1;
        }
        return maxQueuedLength.compareTo(MOST) >= 0
                ? Bounds.MAX_COUNT
                : maxQueuedLength.setScale(0, RoundingMode.CEILING).intValueExact();
    }
}
