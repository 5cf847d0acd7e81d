package io.sharq;

import io.sharq.api.Bounds;
import io.sharq.api.DequeueFrom;
import io.sharq.api.InvalidValueException;
import io.sharq.api.QueueKey;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a dequeue: type, queues, count, lease, wait and consumer. Immutable: each method returns a new instance.
 *
 * <p>The jobs of one dequeue go to one caller, even if several callers wait for the type. So the jobs that a dequeue
 * takes from an ordered queue (rule 6) are never split among callers.
 */
public final class DequeueOptions {
    private final String type;
    private final DequeueFrom from;
    private final int count;
    private final @Nullable Duration lease;
    private final Duration wait;
    private final @Nullable String consumer;

    private DequeueOptions(
            String type,
            DequeueFrom from,
            int count,
            @Nullable Duration lease,
            Duration wait,
            @Nullable String consumer) {
        this.type = type;
        this.from = from;
        this.count = count;
        this.lease = lease;
        this.wait = wait;
        this.consumer = consumer;
    }

    /**
     * One job of a type, from any of its queues, without a wait.
     *
     * @param type the queue type
     * @return the options
     * @throws InvalidValueException if it is not a queue type
     */
    public static DequeueOptions of(String type) {
        return new DequeueOptions(Bounds.queueType("queue_type", type), DequeueFrom.ANY, 1, null, Duration.ZERO, null);
    }

    /**
     * One job of the default type, from any of its queues, without a wait.
     *
     * @return the options, of the type {@link QueueKey#DEFAULT_TYPE}
     */
    public static DequeueOptions of() {
        return of(QueueKey.DEFAULT_TYPE);
    }

    /**
     * Sets the greatest number of jobs.
     *
     * @param newCount the number, at least 1
     * @return options with this setting
     */
    public DequeueOptions count(int newCount) {
        Bounds.range("count", newCount, 1, Bounds.MAX_BATCH);
        return new DequeueOptions(type, from, newCount, lease, wait, consumer);
    }

    /**
     * Sets the length of the leases, overriding the setting.
     *
     * @param newLease the span, at least a microsecond
     * @return options with this setting
     */
    public DequeueOptions lease(Duration newLease) {
        Micros.positive("lease", newLease);
        return new DequeueOptions(type, from, count, newLease, wait, consumer);
    }

    /**
     * Sets the longest wait for the first job if none is ready. A job that is ready is dequeued however short the
     * wait. The result arrives at the latest one round trip to the store after the wait, or after the store's
     * timeout.
     *
     * @param newWait the span, at most 365 days, zero for no wait
     * @return options with this setting
     */
    public DequeueOptions waitAtMost(Duration newWait) {
        Micros.of("wait", newWait);
        return checked(new DequeueOptions(type, from, count, lease, newWait, consumer));
    }

    /**
     * Sets the queues that the jobs may come from.
     *
     * @param newFrom any of the type, one of the type, or a named one
     * @return options with this setting
     */
    public DequeueOptions from(DequeueFrom newFrom) {
        return checked(new DequeueOptions(type, Bounds.required("from", newFrom), count, lease, wait, consumer));
    }

    /**
     * Names the caller. The name is kept with the leases (rule 28), so that {@link SharQ#find} says who has a job.
     *
     * @param name the name, 1 to 100 of the characters of an identifier, such as {@code host-7:4211}
     * @return options with this setting
     * @throws InvalidValueException if it is not such a name
     */
    public DequeueOptions consumer(String name) {
        return new DequeueOptions(type, from, count, lease, wait, Bounds.consumer("consumer", name));
    }

    private static DequeueOptions checked(DequeueOptions options) {
        if (!options.wait.isZero() && options.from instanceof DequeueFrom.Queue) {
            throw new InvalidValueException("wait", "Only a whole type can be waited for, not one queue.");
        }
        return options;
    }

    String type() {
        return type;
    }

    DequeueFrom from() {
        return from;
    }

    int count() {
        return count;
    }

    Optional<Duration> lease() {
        return Optional.ofNullable(lease);
    }

    @Nullable
    String consumer() {
        return consumer;
    }

    Duration longestWait() {
        return wait;
    }
}
