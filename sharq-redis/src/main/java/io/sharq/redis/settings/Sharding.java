package io.sharq.redis.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.zip.CRC32;

/**
 * The number of a type's partitions, and the partition of each queue. The partition follows from the CRC-32 of the queue's
 * id, so that any tool can compute it.
 *
 * @param shards the number of partitions
 */
public record Sharding(int shards) {
    /** The largest number of partitions. */
    public static final int MAX_SHARDS = 1_024;

    /**
     * Whether a type has one partition only.
     *
     * @return true for one partition
     */
    public boolean isOne() {
        return shards == 1;
    }

    /**
     * The partition of a queue.
     *
     * @param queueId the queue id
     * @return its number, from 0
     */
    public int partitionOf(String queueId) {
        if (isOne()) {
            return 0;
        }
        CRC32 hash = new CRC32();
        hash.update(queueId.getBytes(ISO_8859_1));
        return (int) (hash.getValue() % shards);
    }
}
