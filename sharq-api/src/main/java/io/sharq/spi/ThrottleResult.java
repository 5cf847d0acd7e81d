package io.sharq.spi;

import io.sharq.api.LeaseStatus;
import io.sharq.api.Stamp;
import java.util.OptionalLong;

/**
 * The result for one lease of a throttle.
 *
 * @param status the result
 * @param heldUntilMicros the end of the queue's hold; empty if the lease is lost
 * @param stamp the instant and revision
 */
public record ThrottleResult(LeaseStatus status, OptionalLong heldUntilMicros, Stamp stamp) {}
