package io.sharq.spi;

import io.sharq.api.Stamp;

/**
 * The answer to a configure or a pause.
 *
 * @param found whether the queue was there or was made; false if it had to exist and did not, or if a type was to be
 *     resumed and was not paused
 * @param stamp when
 */
public record ConfigureReply(boolean found, Stamp stamp) {}
