package io.sharq.redis.operation;

import io.sharq.api.DequeueFrom;
import io.sharq.api.LeaseToken;
import io.sharq.redis.script.IdCode;
import io.sharq.redis.script.ScriptArguments;
import io.sharq.redis.script.ScriptReply;
import io.sharq.redis.turn.PartitionHead;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** Encodes the dequeue requests to a partition, and decodes its response. */
final class DequeueReplies {
    private static final byte[] ANY = new byte[0];
    private static final byte[] ONE_QUEUE = {0};

    private static final String TELL_HEAD = "head";
    private static final String BEGIN_ANEW = "anew";

    private DequeueReplies() {}

    /** Adds one request to the arguments of a script that takes several. */
    static void ask(ScriptArguments arguments, DequeueBatches.Ask ask, boolean tellsHead) {
        DequeueRequest request = ask.request();
        arguments
                .add(ask.count())
                .add(request.leaseMicros())
                .nonce(request.nonce())
                .add(from(request.from()))
                .add(mode(ask, tellsHead) + consumer(request));
    }

    private static String mode(DequeueBatches.Ask ask, boolean tellsHead) {
        if (ask.isAnew()) {
            return BEGIN_ANEW;
        }
        return tellsHead || ask.request().namesNext() ? TELL_HEAD : "";
    }

    /** The consumer goes with the mode, so that a dequeue without one sends no byte for it. */
    private static String consumer(DequeueRequest request) {
        return request.consumer() == null ? "" : " " + request.consumer();
    }

    private static byte[] from(DequeueFrom from) {
        if (from instanceof DequeueFrom.Queue queue) {
            return IdCode.encode(queue.id());
        }
        return from instanceof DequeueFrom.OneQueue ? ONE_QUEUE : ANY;
    }

    /**
     * The reply of a script that takes several requests.
     *
     * @param replies a reply for each request; those of refused requests say nothing
     * @param head the partition's head in the reply to the last request
     * @param refused the indexes of the requests whose leases would end before upkeep comes
     * @param visits the number of upkeep visits to the partition, if any request was refused
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

    /** Reads the jobs, which follow the partition's head. */
    private static List<LeasedJob> jobs(ScriptReply reply, long nonce) {
        int count = reply.integer();
        List<LeasedJob> jobs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String queueId = reply.id();
            String jobId = reply.id();
            StoredContent content = StoredContent.of(reply);
            jobs.add(new LeasedJob(
                    queueId,
                    jobId,
                    content.payload(),
                    content.headers(),
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
