package io.sharq.spi;

import io.sharq.api.Stamp;

/**
 * What a step of upkeep did.
 *
 * @param requeued the jobs that came back to their places
 * @param died the jobs that came back with a used-up requeue limit, or after their deadline, and so are dead
 * @param more whether the limit ended the step, so that another finds more to do
 * @param stamp when
 */
public record RequeueReply(int requeued, int died, boolean more, Stamp stamp) {}
