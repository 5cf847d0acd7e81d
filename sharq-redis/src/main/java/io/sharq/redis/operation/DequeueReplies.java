package io.sharq.redis.operation;

import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import io.sharq.redis.script.IdCode;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import io.sharq.redis.turn.PartitionHead;
import io.sharq.spi.DequeueFrom;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** How dequeues are asked of a partition, and how its answer is read. */
final class DequeueReplies {
    private static final byte[] ANY = new byte[0];
    private static final byte[] ONE_QUEUE = {0};

    private static final String TELL_HEAD = "head";
    private static final String BEGIN_ANEW = "anew";

    private DequeueReplies() {}

    /** Adds one call to the arguments of a script that takes several. */
    static void ask(ScriptArguments arguments, DequeueBatches.Ask ask, boolean tellsHead) {
        DequeueRequest request = ask.request();
        arguments
                .add(ask.count())
                .add(request.leaseMicros())
                .nonce(request.nonce())
                .add(from(request.from()))
                .add(ask.isAnew() ? BEGIN_ANEW : tellsHead || request.namesNext() ? TELL_HEAD : "");
    }

    private static byte[] from(DequeueFrom from) {
        if (from instanceof DequeueFrom.Queue queue) {
            return IdCode.encode(queue.id());
        }
        return from instanceof DequeueFrom.OneQueue ? ONE_QUEUE : ANY;
    }

    /**
     * What a script that takes several calls replied.
     *
     * @param replies an answer for each call; those of refused calls say nothing
     * @param head what the last one was told of the partition
     * @param refused the calls whose leases would end before upkeep comes, by number
     * @param visits how often upkeep has come to the partition, if any call was refused
     */
    record Read(List<DequeueReply> replies, PartitionHead head, List<Integer> refused, long visits) {}

    static Read read(ScriptReply reply, List<DequeueBatches.Ask> asks) {
        long atMicros = reply.number();
        List<DequeueReply> replies = new ArrayList<>(asks.size());
        List<Integer> refused = new ArrayList<>(0);
        PartitionHead head = null;
        long visits = 0;
        for (DequeueBatches.Ask ask : asks) {
            head = PartitionHead.of(reply, atMicros);
            List<LeasedJob> jobs = List.of();
            if (reply.nextIsIncomplete()) {
                reply.skip();
                refused.add(replies.size());
                visits = head.turn();
            } else {
                jobs = jobs(reply, ask.request().nonce());
            }
            boolean isNamed = jobs.size() < ask.count() || ask.request().namesNext();
            OptionalLong next = isNamed ? head.sinceMicros() : OptionalLong.empty();
            replies.add(new DequeueReply(jobs, next, head.stamp()));
        }
        return new Read(replies, Objects.requireNonNull(head, "no call"), refused, visits);
    }

    /** The jobs, which follow what is said of the partition. */
    private static List<LeasedJob> jobs(ScriptReply reply, long nonce) {
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
