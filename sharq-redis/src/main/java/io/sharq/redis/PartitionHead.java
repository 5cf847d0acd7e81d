package io.sharq.redis;

import io.sharq.spi.Stamp;
import java.util.OptionalLong;

/**
 * The first queue in turn of a partition, as the partition tells it.
 *
 * @param stamp when
 * @param sinceMicros the instant since or from which the queue is ready, if there is one and the type is not paused
 * @param turn the revision at which it got that instant
 */
record PartitionHead(Stamp stamp, OptionalLong sinceMicros, long turn) {
    static PartitionHead of(Reply reply) {
        return of(reply, reply.number());
    }

    /** Of one call of several, at an instant that was read before. */
    static PartitionHead of(Reply reply, long atMicros) {
        Stamp stamp = reply.stamp(reply.number(), atMicros);
        return new PartitionHead(stamp, reply.optionalNumber(), reply.number());
    }
}
