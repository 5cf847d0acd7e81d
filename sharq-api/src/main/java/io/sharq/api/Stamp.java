package io.sharq.api;

import java.time.Instant;

/**
 * The instant and revision at which an operation took effect.
 *
 * @param partition the partition of the queue type in which it ran, 0 unless the backend uses several
 * @param revision the partition's revision after the operation; each change takes the next one, and a recorded history
 *     replayed in this order yields the same replies
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
