package io.sharq.spi;

import java.util.List;
import java.util.OptionalLong;

/**
 * Counts (rule 16).
 *
 * @param minutes the nine earlier minutes and the current one, in this order
 * @param length the jobs that wait, {@code QUEUED} or {@code SCHEDULED}
 * @param delayed those of them that are {@code SCHEDULED}
 * @param active the jobs under a lease
 * @param dead the dead jobs
 * @param oldestReadyAtMicros the instant since which the queue that is next in turn is ready, on the wall clock, if a
 *     dequeue at {@code atMicros} would get a job: of a queue its own instant, of a type the earliest of its queues, of
 *     everything the earliest of all types. Empty if nothing is ready, and where the type is paused. A job that has come
 *     due counts, whether or not an operation has brought it to its place. Costs one look at the first turn of each
 *     partition, however many queues there are
 * @param atMicros when
 */
public record MetricsReply(
        List<MinuteCount> minutes,
        long length,
        long delayed,
        long active,
        long dead,
        OptionalLong oldestReadyAtMicros,
        long atMicros) {
    /**
     * Keeps a copy of the list.
     *
     * @param minutes the nine earlier minutes and the current one
     * @param length the jobs that wait
     * @param delayed those of them that are {@code SCHEDULED}
     * @param active the jobs under a lease
     * @param dead the dead jobs
     * @param oldestReadyAtMicros the instant since which the queue that is next in turn is ready, if one is
     * @param atMicros when
     */
    public MetricsReply {
        minutes = List.copyOf(minutes);
    }
}
