package io.sharq.spi;

import io.sharq.api.LeaseStatus;
import io.sharq.api.Stamp;
import java.util.OptionalLong;

/**
 * The answer for one lease of an extend.
 *
 * @param status what became of it
 * @param expiresAtMicros the instant at which the lease ends now; empty if it is lost
 * @param stamp when
 */
public record ExtendResult(LeaseStatus status, OptionalLong expiresAtMicros, Stamp stamp) {}
