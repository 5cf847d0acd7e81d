package io.sharq;

import io.sharq.spi.MetricsReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Counts of everything, of a type, or of a queue.
 *
 * @param minutes the nine earlier minutes and the current one, in this order
 * @param length the jobs that wait
 * @param delayed those of them that are scheduled for later
 * @param active the jobs under a lease
 * @param dead the dead jobs
 * @param oldestReadyAt since when the queue that is next in turn could have released a job, if it could release one at
 *     {@code at}: of a type the earliest of its queues, of everything the earliest of all types; empty if no job could be
 *     released then, as while the type is paused. It begins anew with each release of the queue, so the time from it to
 *     {@code at} is how far workers lag behind what the queues allow, and not how old a job is. Where several servers
 *     keep the queues of a type, it goes by the clock of one and {@code at} by that of another, and it may come after
 *     {@code at} by as much as they differ
 * @param at when
 */
public record Metrics(
        List<Minute> minutes,
        long length,
        long delayed,
        long active,
        long dead,
        Optional<Instant> oldestReadyAt,
        Instant at) {
    /**
     * What happened in one minute.
     *
     * @param start when it began
     * @param enqueued the jobs enqueued
     * @param dequeued the jobs handed out
     */
    public record Minute(Instant start, long enqueued, long dequeued) {}

    /**
     * Keeps a copy of the list.
     *
     * @param minutes the nine earlier minutes and the current one
     * @param length the jobs that wait
     * @param delayed those of them that are scheduled for later
     * @param active the jobs under a lease
     * @param dead the dead jobs
     * @param oldestReadyAt since when the queue that is next in turn could have released a job, if it can
     * @param at when
     */
    public Metrics {
        minutes = List.copyOf(minutes);
    }

    static Metrics of(MetricsReply reply) {
        List<Minute> minutes = reply.minutes().stream()
                .map(count -> new Minute(
                        Instant.EPOCH.plus(Duration.ofMinutes(count.minute())), count.enqueued(), count.dequeued()))
                .toList();
        return new Metrics(
                minutes,
                reply.length(),
                reply.delayed(),
                reply.active(),
                reply.dead(),
                Micros.toInstant(reply.oldestReadyAtMicros()),
                Micros.toInstant(reply.atMicros()));
    }
}
