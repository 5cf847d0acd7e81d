package io.sharq.redis;

import io.sharq.spi.RequeueReply;

/**
 * What a step of upkeep did.
 *
 * @param reply what was done
 * @param isGone whether nothing of the partition is there any more
 * @param nextMicros after what span something is due next, or upkeep is to look again
 */
record RequeueStep(RequeueReply reply, boolean isGone, long nextMicros) {
    /** The same, but something may be due after a span. */
    RequeueStep notAfter(long micros) {
        return new RequeueStep(reply, isGone, Math.min(nextMicros, micros));
    }

    static RequeueStep of(Reply reply) {
        long atMicros = reply.number();
        long revision = reply.number();
        int requeued = reply.integer();
        int died = reply.integer();
        boolean more = reply.flag();
        boolean isGone = reply.flag();
        return new RequeueStep(
                new RequeueReply(requeued, died, more, reply.stamp(revision, atMicros)),
                isGone,
                isGone ? Visits.longestMicros() : reply.number());
    }
}
