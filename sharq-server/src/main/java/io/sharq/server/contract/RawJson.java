package io.sharq.server.contract;

import io.sharq.api.Payload;
import java.util.OptionalInt;

/**
 * A payload as it was written.
 *
 * @param payload the JSON
 * @param maxQueuedLength the {@code max_queued_length} in it, if it is an object that has one
 */
public record RawJson(Payload payload, OptionalInt maxQueuedLength) {}
