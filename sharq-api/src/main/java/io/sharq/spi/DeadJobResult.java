package io.sharq.spi;

import io.sharq.api.Stamp;

/**
 * The answer for one job of a redrive or a discard.
 *
 * @param done whether it was done; false if no dead job of that id was there
 * @param stamp when
 */
public record DeadJobResult(boolean done, Stamp stamp) {}
