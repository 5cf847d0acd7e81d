package io.sharq.spi;

import io.sharq.api.ChangeStatus;
import io.sharq.api.Stamp;

/**
 * The result for one job of a cancel or a change.
 *
 * @param status the result
 * @param stamp the instant and revision
 */
public record ChangeResult(ChangeStatus status, Stamp stamp) {}
