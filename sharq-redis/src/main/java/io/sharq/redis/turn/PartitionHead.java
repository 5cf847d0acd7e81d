package io.sharq.redis.turn;

import io.sharq.api.Stamp;
import io.sharq.redis.script.ScriptReply;
import java.util.OptionalLong;

/**
 * The first queue in turn of a partition, as the partition reports it.
 *
 * @param stamp when it was read
 * @param sinceMicros the instant since or from which the queue is ready, if there is one and the type is not paused
 * @param turn the revision at which the queue got that instant
 */
public record PartitionHead(Stamp stamp, OptionalLong sinceMicros, long turn) {
    public static PartitionHead of(ScriptReply reply) {
        return of(reply, reply.number());
    }

    /** Reads the head from the reply to one request of several, at an instant that was read before. */
    public static PartitionHead of(ScriptReply reply, long atMicros) {
        Stamp stamp = reply.stamp(reply.number(), atMicros);
        return new PartitionHead(stamp, reply.optionalNumber(), reply.number());
    }
}
