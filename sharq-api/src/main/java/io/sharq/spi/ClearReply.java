package io.sharq.spi;

import io.sharq.api.Stamp;

/**
 * What a step of emptying did.
 *
 * @param found whether the queue was there
 * @param removed the jobs removed
 * @param more whether jobs that wait are left
 * @param stamp when
 */
public record ClearReply(boolean found, int removed, boolean more, Stamp stamp) {}
