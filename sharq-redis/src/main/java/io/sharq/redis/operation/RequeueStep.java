package io.sharq.redis.operation;

import io.sharq.redis.script.ScriptReply;
import io.sharq.spi.RequeueReply;

/**
 * The result of a step of upkeep.
 *
 * @param reply what was done
 * @param isGone whether nothing of the partition is left
 * @param isHeadless whether the partition has lost its own record, and other data of it is left
 * @param nextMicros the span after which something is due next, or upkeep must check again
 */
record RequeueStep(RequeueReply reply, boolean isGone, boolean isHeadless, long nextMicros) {
    private static final long OPEN = 0;
    private static final long GONE = 1;
    private static final long HEADLESS = 2;

    /** Returns the same result with the next visit after at most a span. */
    RequeueStep notAfter(long micros) {
        return new RequeueStep(reply, isGone, isHeadless, Math.min(nextMicros, micros));
    }

    static RequeueStep of(ScriptReply reply) {
        long atMicros = reply.number();
        long revision = reply.number();
        int requeued = reply.integer();
        int died = reply.integer();
        boolean more = reply.flag();
        long state = reply.number();
        return new RequeueStep(
                new RequeueReply(requeued, died, more, reply.stamp(revision, atMicros)),
                state == GONE,
                state == HEADLESS,
                state == OPEN ? reply.number() : UpkeepSchedule.longestMicros());
    }
}
