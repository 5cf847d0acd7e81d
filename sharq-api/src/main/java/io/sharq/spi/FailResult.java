package io.sharq.spi;

/**
 * The answer for one job of a fail.
 *
 * @param status what became of it
 * @param stamp when
 */
public record FailResult(FailStatus status, Stamp stamp) {}
