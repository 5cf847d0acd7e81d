package io.sharq.migration;

import org.jspecify.annotations.Nullable;

/**
 * A job as the original stores it. Names are the stored bytes, one character for each.
 *
 * @param id the job id
 * @param payload the stored payload, or null if it is missing
 * @param limit the requeues that remain, in decimal, or null if it is missing
 */
record OriginalJob(
        String id, byte @Nullable [] payload, @Nullable String limit) {}
