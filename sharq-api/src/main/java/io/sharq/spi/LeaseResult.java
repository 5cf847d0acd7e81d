package io.sharq.spi;

/**
 * The answer for one lease of a finish or a release.
 *
 * @param status what became of it
 * @param stamp when
 */
public record LeaseResult(LeaseStatus status, Stamp stamp) {}
