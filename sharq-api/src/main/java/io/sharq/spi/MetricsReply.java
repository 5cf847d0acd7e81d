package io.sharq.spi;

import java.util.List;

/**
 * Counts (rule 16).
 *
 * @param minutes the nine earlier minutes and the current one, in this order
 * @param length the jobs that wait, {@code QUEUED} or {@code SCHEDULED}
 * @param delayed those of them that are {@code SCHEDULED}
 * @param active the jobs under a lease
 * @param dead the dead jobs
 * @param atMicros when
 */
public record MetricsReply(
        List<MinuteCount> minutes, long length, long delayed, long active, long dead, long atMicros) {
    /**
     * Keeps a copy of the list.
     *
     * @param minutes the nine earlier minutes and the current one
     * @param length the jobs that wait
     * @param delayed those of them that are {@code SCHEDULED}
     * @param active the jobs under a lease
     * @param dead the dead jobs
     * @param atMicros when
     */
    public MetricsReply {
        minutes = List.copyOf(minutes);
    }
}
