package io.sharq.tck.differential;

import io.sharq.api.Bounds;
import io.sharq.api.Headers;
import io.sharq.api.Payload;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.JobOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job to enqueue. Its text is the Java expression that creates it, without default values.
 *
 * @param queue its queue
 * @param id its id
 * @param order its order
 * @param delay its delay in microseconds
 * @param requeueLimit its requeue limit
 * @param maxLength the longest that its queue may be, or null
 * @param header the value of its header, or null for none
 * @param deadline the span until its deadline in microseconds, or null
 * @param settings the settings that it changes of its queue
 */
public record Job(
        String queue,
        String id,
        int order,
        long delay,
        int requeueLimit,
        @Nullable Integer maxLength,
        @Nullable String header,
        @Nullable Long deadline,
        Settings settings) {

    /**
     * Checks that an enqueue can change these settings.
     *
     * @param queue its queue
     * @param id its id
     * @param order its order
     * @param delay its delay in microseconds
     * @param requeueLimit its requeue limit
     * @param maxLength the longest that its queue may be, or null
     * @param header the value of its header, or null for none
     * @param deadline the span until its deadline in microseconds, or null
     * @param settings the settings that it changes of its queue
     */
    public Job {
        if (settings.pinned() != null || settings.hold() != null) {
            throw new IllegalArgumentException("an enqueue neither pins nor holds: " + settings);
        }
    }

    static Job of(String queue, String id) {
        return new Job(queue, id, 0, 0, Bounds.REQUEUE_ALWAYS, null, null, null, Settings.NONE);
    }

    /**
     * With an order.
     *
     * @param rank the order
     * @return the job
     */
    public Job order(int rank) {
        return new Job(queue, id, rank, delay, requeueLimit, maxLength, header, deadline, settings);
    }

    /**
     * With a delay.
     *
     * @param micros the delay
     * @return the job
     */
    public Job delay(long micros) {
        return new Job(queue, id, order, micros, requeueLimit, maxLength, header, deadline, settings);
    }

    /**
     * With a requeue limit.
     *
     * @param limit the limit
     * @return the job
     */
    public Job requeueLimit(int limit) {
        return new Job(queue, id, order, delay, limit, maxLength, header, deadline, settings);
    }

    /**
     * With a cap on its queue's length.
     *
     * @param longest the cap
     * @return the job
     */
    public Job maxLength(int longest) {
        return new Job(queue, id, order, delay, requeueLimit, longest, header, deadline, settings);
    }

    /**
     * With headers, one of which has this value.
     *
     * @param value the value
     * @return the job
     */
    public Job header(String value) {
        return new Job(queue, id, order, delay, requeueLimit, maxLength, value, deadline, settings);
    }

    /**
     * With a deadline.
     *
     * @param micros the span from the enqueue
     * @return the job
     */
    public Job deadline(long micros) {
        return new Job(queue, id, order, delay, requeueLimit, maxLength, header, micros, settings);
    }

    /**
     * With settings for its queue.
     *
     * @param change the settings
     * @return the job
     */
    public Job with(Settings change) {
        return new Job(queue, id, order, delay, requeueLimit, maxLength, header, deadline, change);
    }

    EnqueueItem item() {
        return new EnqueueItem(
                queue,
                id,
                payload(),
                headers(),
                new JobOptions(order, delay, requeueLimit, maxLength, deadline),
                settings.change());
    }

    /** Headers that show their value in the name too, because the text of headers gives the names alone. */
    private Headers headers() {
        return header == null
                ? Headers.NONE
                : Headers.of("X-" + header, header).with("Y", queue + ' ' + id + " \u00ff");
    }

    /** A payload that is unique to the job and is not valid UTF-8. */
    private Payload payload() {
        return Payload.of((queue + ' ' + id + '\u00ff').getBytes(StandardCharsets.ISO_8859_1));
    }

    List<Job> simpler() {
        List<Job> jobs = new ArrayList<>();
        jobs.add(of(queue, id));
        jobs.add(of(queue, id).with(settings));
        jobs.add(with(Settings.NONE));
        jobs.add(order(0));
        jobs.add(delay(0));
        jobs.add(requeueLimit(Bounds.REQUEUE_ALWAYS));
        jobs.add(new Job(queue, id, order, delay, requeueLimit, null, header, deadline, settings));
        jobs.add(new Job(queue, id, order, delay, requeueLimit, maxLength, null, deadline, settings));
        jobs.add(new Job(queue, id, order, delay, requeueLimit, maxLength, header, null, settings));
        jobs.removeIf(this::equals);
        return jobs;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("job(\"" + queue + "\", \"" + id + "\")");
        if (order != 0) {
            text.append(".order(").append(order).append(')');
        }
        if (delay != 0) {
            text.append(".delay(").append(Steps.number(delay)).append(')');
        }
        if (requeueLimit != Bounds.REQUEUE_ALWAYS) {
            text.append(".requeueLimit(").append(requeueLimit).append(')');
        }
        if (maxLength != null) {
            text.append(".maxLength(").append(maxLength).append(')');
        }
        if (header != null) {
            text.append(".header(\"").append(header).append("\")");
        }
        if (deadline != null) {
            text.append(".deadline(").append(Steps.number(deadline)).append(')');
        }
        if (!settings.equals(Settings.NONE)) {
            text.append(".with(").append(settings).append(')');
        }
        return text.toString();
    }
}
