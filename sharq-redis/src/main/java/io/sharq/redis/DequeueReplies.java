package io.sharq.redis;

import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import io.sharq.spi.DequeueFrom;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import java.util.ArrayList;
import java.util.List;

/** How a dequeue is asked of a partition, and how its answer is read. */
final class DequeueReplies {
    /** How the only partition of a type is asked. */
    static final String ALONE = "";

    private static final byte[] ANY = new byte[0];
    private static final byte[] ONE_QUEUE = {0};

    private DequeueReplies() {}

    /** Adds one call to the arguments of a script that takes several. */
    static void ask(Arguments arguments, DequeueRequest request, int count, String mode) {
        arguments
                .add(count)
                .add(request.leaseMicros())
                .nonce(request.nonce())
                .add(from(request.from()))
                .add(mode);
    }

    private static byte[] from(DequeueFrom from) {
        if (from instanceof DequeueFrom.Queue queue) {
            return IdCode.encode(queue.id());
        }
        return from instanceof DequeueFrom.OneQueue ? ONE_QUEUE : ANY;
    }

    /** The next call's answer by a type's only partition. */
    static DequeueReply read(Reply reply, long atMicros, long nonce) {
        PartitionHead head = PartitionHead.of(reply, atMicros);
        return new DequeueReply(jobs(reply, nonce), head.sinceMicros(), head.stamp());
    }

    /** The jobs, which follow what is said of the partition. */
    static List<LeasedJob> jobs(Reply reply, long nonce) {
        int count = reply.integer();
        List<LeasedJob> jobs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
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
