package io.sharq.rules.limit;

/**
 * One instant on both clocks of a partition.
 *
 * @param nowMicros the steady time
 * @param wallMicros the wall clock
 */
public record LimitInstant(long nowMicros, long wallMicros) {
    /** The wall clock of an instant of steady time. */
    long toWall(long steadyMicros) {
        return steadyMicros - nowMicros + wallMicros;
    }

    /** The steady time of an instant of the wall clock. What is not known stays so. */
    long toSteady(long instantWallMicros) {
        return instantWallMicros == ZoneOffsets.UNKNOWN
                ? ZoneOffsets.UNKNOWN
                : instantWallMicros - wallMicros + nowMicros;
    }
}
