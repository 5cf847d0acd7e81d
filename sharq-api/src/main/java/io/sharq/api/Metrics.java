package io.sharq.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Counts of everything, of a type, or of a queue (rule 16).
 *
 * @param minutes the nine earlier minutes and the current one, in this order
 * @param length the jobs that wait, {@code QUEUED} or {@code SCHEDULED}
 * @param delayed those of them that are {@code SCHEDULED}
 * @param active the jobs under a lease
 * @param dead the dead jobs
 * @param oldestReadyAt the instant since which the queue that is next in turn is ready, if a dequeue at {@code at} would
 *     get a job: of a queue its own instant, of a type the earliest of its queues, of everything the earliest of all types.
 *     Empty if nothing is ready, and where the type is paused. A job that has come due counts, whether or not an operation
 *     has brought it to its place. Each release of the queue starts it again, so the time from it to {@code at} is how far
 *     workers lag behind what the queues allow. It is not the age of a job. Where several servers keep the queues of a
 *     type, the two instants may come from two clocks
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
     * The counts of one minute.
     *
     * @param start when it began
     * @param enqueued the jobs enqueued
     * @param dequeued the jobs handed out
     */
    public record Minute(Instant start, long enqueued, long dequeued) {
        private static final int SECONDS = 60;

        /**
         * The counts of a minute by its number.
         *
         * @param minute whole minutes since the epoch
         * @param enqueued the jobs enqueued
         * @param dequeued the jobs handed out
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
     * Copies the list.
     *
     * @param minutes the nine earlier minutes and the current one, in this order
     * @param length the jobs that wait
     * @param delayed those of them that are scheduled
     * @param active the jobs under a lease
     * @param dead the dead jobs
     * @param oldestReadyAt the instant since which the queue that is next in turn is ready
     * @param at when
     */
    public Metrics {
        minutes = List.copyOf(minutes);
    }
}
