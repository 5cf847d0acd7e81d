package io.sharq;

import io.sharq.spi.MetricsReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Counts of everything, of a type, or of a queue.
 *
 * @param minutes the nine earlier minutes and the current one, in this order
 * @param length the jobs that wait
 * @param delayed those of them that are scheduled for later
 * @param active the jobs under a lease
 * @param dead the dead jobs
 * @param at when
 */
public record Metrics(List<Minute> minutes, long length, long delayed, long active, long dead, Instant at) {
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
                Micros.toInstant(reply.atMicros()));
    }
}
