package io.sharq.api;

import java.time.Instant;

/**
 * The instant and the order in which an operation took effect.
 *
 * @param partition the part of the queue type in which it ran, 0 unless the backend spreads a type over several
 * @param revision the partition's revision after the operation: every change takes the next one, and a recorded history
 *     replayed in this order gives every reply again
 * @param atMicros the backend's own clock, read once for the operation (rule 1), in microseconds since the epoch
 */
public record Stamp(int partition, long revision, long atMicros) {
    /**
     * The instant of the operation on the backend's clock.
     *
     * @return the instant
     */
    public Instant at() {
        return EpochMicros.toInstant(atMicros);
    }
}
