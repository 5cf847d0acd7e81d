package io.sharq.redis.operation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sharq.api.InvalidValueException;
import io.sharq.api.QueuePattern;
import io.sharq.rules.Defaults;
import io.sharq.spi.QueueChange;
import io.sharq.spi.SetDefaultsRequest;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Set;

/** The defaults of a type as a partition stores them (rule 24). */
final class StoredDefaults {
    private static final int HAS_INTERVAL = 1;
    private static final int HAS_ORDERED = 2;
    private static final int HAS_CONCURRENCY = 4;
    private static final int IS_ORDERED = 8;

    private StoredDefaults() {}

    /** Unpacks the defaults. A record that cannot be read has none: the scripts treat it so too. */
    static Defaults unpack(String type, byte[] packed) {
        ByteBuffer bytes = ByteBuffer.wrap(packed);
        Defaults defaults = Defaults.NONE;
        try {
            for (int left = bytes.get() & 0xff; left > 0; left--) {
                byte[] prefix = new byte[bytes.get() & 0xff];
                bytes.get(prefix);
                QueuePattern pattern = new QueuePattern(type, new String(prefix, US_ASCII) + "*");
                defaults = defaults.after(new SetDefaultsRequest(pattern, settings(bytes), Set.of()));
            }
        } catch (BufferUnderflowException | InvalidValueException e) {
            return Defaults.NONE;
        }
        return defaults;
    }

    private static QueueChange settings(ByteBuffer bytes) {
        int mask = bytes.get();
        Long interval =
                (mask & HAS_INTERVAL) == 0 ? null : ((bytes.get() & 0xffL) << 32) + (bytes.getInt() & 0xffffffffL);
        Boolean ordered = (mask & HAS_ORDERED) == 0 ? null : (mask & IS_ORDERED) != 0;
        Integer concurrency = (mask & HAS_CONCURRENCY) == 0 ? null : Integer.valueOf(bytes.getInt());
        return new QueueChange(interval, ordered, concurrency);
    }
}
