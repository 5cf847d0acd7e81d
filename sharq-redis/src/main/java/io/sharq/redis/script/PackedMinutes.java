package io.sharq.redis.script;

import io.sharq.api.Metrics;
import io.sharq.rules.Minutes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Decodes the counts that the scripts pack: the newest minute, then two numbers for each minute, newest first. */
public final class PackedMinutes {
    private static final long UNSIGNED = 0xffff_ffffL;
    private static final int PAIR_BYTES = 8;

    private final byte[] packed;

    public PackedMinutes(byte[] packed) {
        this.packed = packed;
    }

    /** Returns the ten minutes up to that of an instant, oldest first. */
    public List<Metrics.Minute> window(long wallMicros) {
        long current = Minutes.of(wallMicros);
        List<Metrics.Minute> window = new ArrayList<>(Minutes.WINDOW);
        for (long minute = current - Minutes.WINDOW + 1; minute <= current; minute++) {
            window.add(count(minute));
        }
        return window;
    }

    private Metrics.Minute count(long minute) {
        if (packed.length == 0) {
            return Metrics.Minute.of(minute, 0, 0);
        }
        ByteBuffer bytes = ByteBuffer.wrap(packed);
        long age = (bytes.getInt() & UNSIGNED) - minute;
        if (age < 0 || age * PAIR_BYTES >= bytes.remaining()) {
            return Metrics.Minute.of(minute, 0, 0);
        }
        bytes.position(bytes.position() + (int) age * PAIR_BYTES);
        return Metrics.Minute.of(minute, bytes.getInt() & UNSIGNED, bytes.getInt() & UNSIGNED);
    }
}
