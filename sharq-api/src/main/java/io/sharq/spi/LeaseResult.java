package io.sharq.spi;

import io.sharq.api.LeaseStatus;
import io.sharq.api.Stamp;

/**
 * The answer for one lease of a finish or a release.
 *
 * @param status what became of it
 * @param stamp when
 */
public record LeaseResult(LeaseStatus status, Stamp stamp) {}
