package io.sharq.inmemory;

import io.sharq.rules.Leases;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import java.util.Map;

/** One step of upkeep (rules 9, 13 and 14). */
final class Upkeep {
    private final TypeState type;
    private final RequeueRequest request;
    private final LeaseChange change;
    private final Deaths deaths;
    private final long nowMicros;
    private int requeued;
    private int died;

    Upkeep(TypeState type, Aftermath aftermath, RequeueRequest request) {
        this.type = type;
        this.request = request;
        this.change = new LeaseChange(type, aftermath);
        this.nowMicros = change.nowMicros();
        this.deaths = new Deaths(type, aftermath, nowMicros);
    }

    RequeueReply run() {
        type.clock.changed(nowMicros);
        int done = expireLeases();
        done += deaths.pushOut(request.deadLimits().maxCount(), request.limit() - done);
        done += deaths.removeUntil(nowMicros - request.deadLimits().maxAgeMicros(), request.limit() - done);
        type.remembered.cleanUp();
        return new RequeueReply(requeued, died, done >= request.limit(), type.stamp(nowMicros));
    }

    private int expireLeases() {
        int done = 0;
        Map.Entry<LeaseKey, Job> first = type.leases.firstEntry();
        while (done < request.limit()
                && first != null
                && !Leases.isLive(first.getKey().expiresAtMicros(), nowMicros)) {
            Boolean comesBack = change.expire(first.getKey(), first.getValue(), request.deadLimits());
            if (comesBack != null) {
                requeued += comesBack ? 1 : 0;
                died += comesBack ? 0 : 1;
                done++;
            }
            first = type.leases.firstEntry();
        }
        return done;
    }
}
