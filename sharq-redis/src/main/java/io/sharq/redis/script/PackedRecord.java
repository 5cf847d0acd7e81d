package io.sharq.redis.script;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The parts of the scripts' records: numbers of seven bytes, and self-delimiting codes. */
public final class PackedRecord {
    public static final int NUMBER_BYTES = 7;

    private PackedRecord() {}

    public static long number(ByteBuffer bytes) {
        long number = 0;
        for (int i = 0; i < NUMBER_BYTES; i++) {
            number = (number << Byte.SIZE) | Byte.toUnsignedLong(bytes.get());
        }
        return number;
    }

    public static void putNumber(ByteBuffer bytes, long number) {
        for (int i = NUMBER_BYTES - 1; i >= 0; i--) {
            bytes.put((byte) (number >> (i * Byte.SIZE)));
        }
    }

    /** Returns a copy in which the instant at a position is later. An instant of 0 means none and stays. */
    public static byte[] later(byte[] record, int position, long micros) {
        ByteBuffer bytes = ByteBuffer.wrap(record.clone());
        long instant = number(bytes.position(position));
        if (instant > 0) {
            putNumber(bytes.position(position), instant + micros);
        }
        return bytes.array();
    }

    /** Returns the code that begins at a position. */
    public static byte[] code(byte[] member, int position) {
        int length = Byte.toUnsignedInt(member[position]);
        return Arrays.copyOfRange(
                member, position, position + 1 + (length == IdCode.UUID_MARK ? IdCode.UUID_BYTES : length));
    }
}
