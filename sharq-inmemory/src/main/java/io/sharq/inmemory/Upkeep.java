package io.sharq.inmemory;

import io.sharq.rules.Leases;
import io.sharq.rules.Readiness;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import java.util.Map;

/** One step of upkeep of a type (rules 9, 13 and 14). Used by one thread. */
final class Upkeep {
    /** The longest span between two visits while there are dead jobs: their limits may change meanwhile. */
    private static final long LONGEST_MICROS = 3_600_000_000L;

    private final TypeState type;
    private final RequeueRequest request;
    private final LeaseChanges change;
    private final OverdueJobs overdue;
    private final DeadJobs deaths;
    private final long nowMicros;
    private int requeued;
    private int died;

    Upkeep(TypeState type, DeferredEffects aftermath, RequeueRequest request) {
        this.type = type;
        this.request = request;
        this.change = new LeaseChanges(type, aftermath);
        this.nowMicros = change.nowMicros();
        this.overdue = new OverdueJobs(type, aftermath, nowMicros);
        this.deaths = new DeadJobs(type, aftermath, nowMicros);
    }

    RequeueReply run() {
        type.clock.changed(nowMicros);
        boolean areLeft = overdue.die();
        int done = expireLeases(request.limit());
        done += deaths.pushOut(request.deadLimits().maxCount(), request.limit() - done);
        done += deaths.removeUntil(nowMicros - request.deadLimits().maxAgeMicros(), request.limit() - done);
        type.remembered.cleanUp();
        return new RequeueReply(requeued, died, areLeft || done >= request.limit(), type.stamp(nowMicros));
    }

    /** Arranges the type's next visit, after a step that left nothing due. */
    void leave() {
        type.visits.visited(type, this::nextMicros, nowMicros);
    }

    /** The instant of the next visit. It is computed after the step, so that it includes leases made meanwhile. */
    private long nextMicros() {
        if (type.isGone) {
            return Readiness.NEVER;
        }
        long next = type.remembered.nextMicros(nowMicros);
        Map.Entry<LeaseKey, Job> lease = type.leases.firstEntry();
        if (lease != null) {
            next = Math.min(next, lease.getKey().expiresAtMicros());
        }
        Map.Entry<DeadlinePlace, Job> deadline = type.deadlines.firstEntry();
        if (deadline != null) {
            next = Math.min(next, deadline.getKey().atMicros());
        }
        Map.Entry<Long, Job> death = type.dead.firstEntry();
        if (death != null) {
            long agedMicros = death.getKey() + request.deadLimits().maxAgeMicros();
            next = Math.min(next, Math.min(agedMicros, nowMicros + LONGEST_MICROS));
        }
        return next;
    }

    private int expireLeases(int limit) {
        int done = 0;
        Map.Entry<LeaseKey, Job> first = type.leases.firstEntry();
        while (done < limit && first != null && !Leases.isLive(first.getKey().expiresAtMicros(), nowMicros)) {
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
