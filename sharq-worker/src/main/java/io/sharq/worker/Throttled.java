package io.sharq.worker;

import io.sharq.RetryAfter;
import io.sharq.api.Bounds;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler that an upstream refused for now, as with HTTP status 429. The refused request and those after it go
 * back to their places, nothing counts against their requeue limits, and the sub-queue releases nothing until the time that
 * the upstream named (rule 22). Requests before it count as performed.
 *
 * <pre>{@code
 * if (response.statusCode() == 429) {
 *     throw new Throttled(RetryAfter.from(response.headers().map()));
 * }
 * }</pre>
 *
 * <p>As a cause in a {@link BatchFailure}, it concerns the request that it is given for.
 */
public final class Throttled extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The time that the upstream named; null after deserialization. */
    private final transient @Nullable RetryAfter retryAfter;

    /** The position of the request that was refused. */
    private final int position;

    /**
     * The refusal of the first request of a batch. None was performed.
     *
     * @param retryAfter the time that the upstream named
     * @throws io.sharq.api.InvalidValueException if it is null
     */
    public Throttled(RetryAfter retryAfter) {
        this(retryAfter, 0);
    }

    /**
     * The refusal of a request of a batch. Those before it were performed, and those after it were not tried.
     *
     * @param retryAfter the time that the upstream named
     * @param position the position of the request in the batch, from 0; a position outside the batch counts as 0
     * @throws io.sharq.api.InvalidValueException if the time is null
     */
    public Throttled(RetryAfter retryAfter, int position) {
        super("an upstream refused request " + position + " of the batch for now");
        this.retryAfter = Bounds.required("retry_after", retryAfter);
        this.position = position;
    }

    /** The time that the upstream named. */
    RetryAfter retryAfter() {
        return retryAfter == null ? RetryAfter.UNKNOWN : retryAfter;
    }

    /** The first position of a batch of this size that was not performed. */
    int firstNotPerformed(int size) {
        return position > 0 && position < size ? position : 0;
    }
}
