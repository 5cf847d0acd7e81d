package io.sharq.migration;

import org.jspecify.annotations.Nullable;

/**
 * What the original keeps of a queue, read when it was fenced.
 *
 * @param queue the queue
 * @param length the jobs in its list
 * @param freeAtMillis the instant until which the original's limiter would have held it; 0 if it is not known
 * @param interval the stored interval, or null
 */
record FencedQueue(
        OriginalQueue queue,
        long length,
        long freeAtMillis,
        @Nullable String interval) {}
