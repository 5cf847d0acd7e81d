package io.sharq.redis.operation;

import io.sharq.redis.script.PackedHeaders;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.JobOptions;
import io.sharq.spi.QueueChange;
import java.nio.ByteBuffer;

/**
 * Encodes a job to enqueue for the script: two codes, its options packed into 28 bytes with its deadline and headers behind
 * them, and its payload.
 */
final class EnqueueArguments {
    private static final int SIZE = 28;
    private static final int DEADLINE_SIZE = 7;
    private static final int ORDER_BIAS = 32_768;
    private static final int HAS_LONGEST = 1;
    private static final int HAS_INTERVAL = 2;
    private static final int HAS_ORDERED = 4;
    private static final int HAS_CONCURRENCY = 8;
    private static final int HAS_DEADLINE = 16;
    private static final int HAS_HEADERS = 32;

    private EnqueueArguments() {}

    static void add(ScriptArguments arguments, EnqueueItem item) {
        arguments
                .id(item.queueId())
                .id(item.jobId())
                .add(pack(item.options(), item.settings(), PackedHeaders.pack(item.headers())))
                .add(item.payload().toByteArray());
    }

    private static byte[] pack(JobOptions options, QueueChange settings, byte[] headers) {
        Integer longest = options.maxLength();
        Long deadline = options.deadlineMicros();
        Long interval = settings.intervalMillis();
        Boolean ordered = settings.ordered();
        Integer concurrency = settings.concurrency();
        int mask = (longest == null ? 0 : HAS_LONGEST)
                + (interval == null ? 0 : HAS_INTERVAL)
                + (ordered == null ? 0 : HAS_ORDERED)
                + (concurrency == null ? 0 : HAS_CONCURRENCY)
                + (deadline == null ? 0 : HAS_DEADLINE)
                + (headers.length == 0 ? 0 : HAS_HEADERS);
        ByteBuffer bytes = ByteBuffer.allocate(SIZE + (deadline == null ? 0 : DEADLINE_SIZE) + headers.length);
        bytes.putShort((short) (options.order() + ORDER_BIAS));
        putSevenBytes(bytes, options.delayMicros());
        bytes.putInt(options.requeueLimit() + 1);
        bytes.put((byte) mask);
        bytes.putInt(longest == null ? 0 : longest);
        putFiveBytes(bytes, interval == null ? 0 : interval);
        bytes.put((byte) (Boolean.TRUE.equals(ordered) ? 1 : 0));
        bytes.putInt(concurrency == null ? 0 : concurrency);
        if (deadline != null) {
            putSevenBytes(bytes, deadline);
        }
        bytes.put(headers);
        return bytes.array();
    }

    private static void putSevenBytes(ByteBuffer bytes, long value) {
        bytes.put((byte) (value >>> 48)).putShort((short) (value >>> 32)).putInt((int) value);
    }

    private static void putFiveBytes(ByteBuffer bytes, long value) {
        bytes.put((byte) (value >>> 32)).putInt((int) value);
    }
}
