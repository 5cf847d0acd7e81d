package io.sharq.redis;

import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import io.sharq.spi.DequeueFrom;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.LeasedJob;
import io.sharq.spi.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** How a dequeue is asked of a partition, and how its answer is read. */
final class DequeueReplies {
    private static final byte[] ANY = new byte[0];
    private static final byte[] ONE_QUEUE = {0};

    private DequeueReplies() {}

    static byte[] from(DequeueFrom from) {
        if (from instanceof DequeueFrom.Queue queue) {
            return IdCode.encode(queue.id());
        }
        return from instanceof DequeueFrom.OneQueue ? ONE_QUEUE : ANY;
    }

    /** The answer of a type's only partition. */
    static DequeueReply readOne(Reply reply, long nonce) {
        long atMicros = reply.number();
        Stamp stamp = reply.stamp(reply.number(), atMicros);
        OptionalLong next = reply.optionalNumber();
        return new DequeueReply(jobs(reply, nonce), next, stamp);
    }

    static List<LeasedJob> jobs(Reply reply, long nonce) {
        List<LeasedJob> jobs = new ArrayList<>();
        while (reply.hasMore()) {
            jobs.add(new LeasedJob(
                    reply.id(),
                    reply.id(),
                    Payload.wrap(reply.bytes()),
                    new LeaseToken(reply.number(), nonce),
                    reply.number(),
                    reply.integer(),
                    reply.integer(),
                    reply.integer(),
                    reply.number()));
        }
        return jobs;
    }
}
