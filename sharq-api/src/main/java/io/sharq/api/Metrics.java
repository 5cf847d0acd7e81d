package io.sharq.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The counts of all types, of one type, or of one queue (rule 16).
 *
 * @param minutes the nine earlier minutes and the current one, in this order
 * @param length the jobs that wait, {@code QUEUED} or {@code SCHEDULED}
 * @param delayed those of them that are {@code SCHEDULED}
 * @param active the jobs under a lease
 * @param dead the dead jobs
 * @param oldestReadyAt the instant since which the queue next in turn is ready, if a dequeue at {@code at} would
 *     get a job: for a queue its own instant, for a type the earliest of its queues, otherwise the earliest of all types.
 *     Empty if nothing is ready or the type is paused. A job that has become due counts, whether or not an operation
 *     has moved it to its place. Each release of the queue restarts it, so the time from it to {@code at} is how far
 *     workers lag behind what the queues allow. It is not the age of a job. If several servers store the queues of a
 *     type, the two instants may be read from two clocks
 * @param at the instant of the counts
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
     * The counts of one minute.
     *
     * @param start the start of the minute
     * @param enqueued the jobs enqueued
     * @param dequeued the jobs delivered
     */
    public record Minute(Instant start, long enqueued, long dequeued) {
        private static final int SECONDS = 60;

        /**
         * The counts of a minute by its number.
         *
         * @param minute whole minutes since the epoch
         * @param enqueued the jobs enqueued
         * @param dequeued the jobs delivered
         * @return the counts
         */
        public static Minute of(long minute, long enqueued, long dequeued) {
            return new Minute(Instant.ofEpochSecond(minute * SECONDS), enqueued, dequeued);
        }

        /**
         * The number of the minute.
         *
         * @return whole minutes since the epoch
         */
        public long minute() {
            return Math.floorDiv(start.getEpochSecond(), SECONDS);
        }
    }

    /**
     * Keeps a copy of the list.
     *
     * @param minutes the nine earlier minutes and the current one, in this order
     * @param length the jobs that wait
     * @param delayed those of them that are scheduled
     * @param active the jobs under a lease
     * @param dead the dead jobs
     * @param oldestReadyAt the instant since which the queue next in turn is ready
     * @param at the instant of the counts
     */
    public Metrics {
        minutes = List.copyOf(minutes);
    }
}
