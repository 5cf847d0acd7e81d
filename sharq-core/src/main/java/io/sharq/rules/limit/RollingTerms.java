package io.sharq.rules.limit;

/**
 * A rolling quota as whole numbers.
 *
 * @param units the number of units
 * @param spanMicros the span
 */
public record RollingTerms(long units, long spanMicros) {}
