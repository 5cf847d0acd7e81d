package io.sharq.spi;

import io.sharq.api.FailStatus;
import io.sharq.api.Stamp;

/**
 * The answer for one job of a fail.
 *
 * @param status what became of it
 * @param stamp when
 */
public record FailResult(FailStatus status, Stamp stamp) {}
