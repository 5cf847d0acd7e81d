package io.sharq.spi;

import io.sharq.api.Stamp;
import io.sharq.api.limit.DeleteLimitStatus;

/**
 * The response to a deletion of a limit.
 *
 * @param status what became of it
 * @param stamp the instant and revision of the operation
 */
public record DeleteLimitReply(DeleteLimitStatus status, Stamp stamp) {}
