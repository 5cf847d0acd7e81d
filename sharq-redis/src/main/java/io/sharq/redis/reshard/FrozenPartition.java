package io.sharq.redis.reshard;

import io.sharq.api.Metrics;
import io.sharq.redis.partition.ListedPartition;
import io.sharq.redis.script.PackedMinutes;
import io.sharq.redis.script.PackedRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A partition that is closed while its type is resharded, with the data that it keeps as a whole.
 *
 * @param place the partition
 * @param isPaused whether its type is paused
 * @param hasDefaults whether its type has defaults
 * @param revision its revision
 * @param lastWallMicros the wall clock of its steady time
 * @param offsetMicros the offset of its steady time
 * @param nonce the nonce of its listing
 * @param minutes its counts, packed
 */
record FrozenPartition(
        ListedPartition place,
        boolean isPaused,
        boolean hasDefaults,
        long revision,
        long lastWallMicros,
        long offsetMicros,
        Bytes nonce,
        Bytes minutes) {
    private static final int NONCE_BYTES = 8;

    /** The flag of a partition that has deadlines. */
    static final int HAS_DEADLINE = 8;

    /** The flag of a partition of a type that has defaults. */
    static final int HAS_DEFAULTS = 16;

    /** The bytes of the part that goes with this flag. */
    static final int DEFAULTS_BYTES = 2 * PackedRecord.NUMBER_BYTES;

    /** Immutable bytes. */
    record Bytes(ByteBuffer buffer) {
        byte[] toArray() {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return copy;
        }
    }

    static FrozenPartition of(ListedPartition place, byte[] record) {
        ByteBuffer bytes = ByteBuffer.wrap(record);
        bytes.get();
        int flags = bytes.get();
        boolean isPaused = flags % 2 == 1;
        long revision = PackedRecord.number(bytes);
        long lastWallMicros = PackedRecord.number(bytes);
        long offsetMicros = PackedRecord.number(bytes);
        int at = bytes.position();
        boolean hasDefaults = (flags & HAS_DEFAULTS) != 0;
        int afterDefaults = at
                + NONCE_BYTES
                + ((flags & HAS_DEADLINE) != 0 ? PackedRecord.NUMBER_BYTES : 0)
                + (hasDefaults ? DEFAULTS_BYTES : 0);
        return new FrozenPartition(
                place,
                isPaused,
                hasDefaults,
                revision,
                lastWallMicros,
                offsetMicros,
                new Bytes(ByteBuffer.wrap(Arrays.copyOfRange(record, at, at + NONCE_BYTES))),
                new Bytes(ByteBuffer.wrap(Arrays.copyOfRange(record, afterDefaults, record.length))));
    }

    List<Metrics.Minute> window(long atMicros) {
        return new PackedMinutes(minutes.toArray()).window(atMicros);
    }
}
