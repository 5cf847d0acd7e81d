package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.Payload;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.JobRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A change of a waiting job (rule 25). What is not named stays as it is. Immutable: each method returns a new instance.
 *
 * <pre>{@code
 * sharq.change(job, JobChange.change().order(-1).delay(Duration.ZERO)); // ahead of all others, and now
 * }</pre>
 */
public final class JobChange {
    private static final JobChange NOTHING = new JobChange(null, null, null);

    private final @Nullable Integer order;
    private final @Nullable Long delayMicros;
    private final @Nullable Object payload;

    private JobChange(@Nullable Integer order, @Nullable Long delayMicros, @Nullable Object payload) {
        this.order = order;
        this.delayMicros = delayMicros;
        this.payload = payload;
    }

    /**
     * An empty change, to which values are added. A change that stays empty is refused.
     *
     * @return the empty change
     */
    public static JobChange change() {
        return NOTHING;
    }

    /**
     * Sets the order. Among the jobs of this order, the job still stands by its enqueue.
     *
     * @param rank the rank inside the queue, lower first, from -32768 to 32767
     * @return a change with this value
     */
    public JobChange order(int rank) {
        Bounds.range("order", rank, Bounds.MIN_ORDER, Bounds.MAX_ORDER);
        return new JobChange(rank, delayMicros, payload);
    }

    /**
     * Sets when the job is due, also if it was due already.
     *
     * @param delay the time from now in whole microseconds, zero for now
     * @return a change with this value
     */
    public JobChange delay(Duration delay) {
        return new JobChange(order, Micros.of("delay", delay), payload);
    }

    /**
     * Sets the content.
     *
     * @param content an object that is written as JSON, a {@link Payload}, or bytes
     * @return a change with this value
     */
    public JobChange payload(Object content) {
        return new JobChange(order, delayMicros, Bounds.required("payload", content));
    }

    ChangeItem of(JobRef job, Payloads payloads) {
        return new ChangeItem(job, order, delayMicros, payload == null ? null : payloads.write(payload));
    }
}
