package io.sharq.redis;

import io.sharq.spi.RequeueReply;

/**
 * What a step of upkeep did, and whether the partition is gone.
 *
 * @param reply what was done
 * @param isGone whether nothing of the partition is there any more
 */
record RequeueStep(RequeueReply reply, boolean isGone) {
    static RequeueStep of(Reply reply) {
        long atMicros = reply.number();
        long revision = reply.number();
        int requeued = reply.integer();
        int died = reply.integer();
        boolean more = reply.flag();
        return new RequeueStep(new RequeueReply(requeued, died, more, reply.stamp(revision, atMicros)), reply.flag());
    }
}
