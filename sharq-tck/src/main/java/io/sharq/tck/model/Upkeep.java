package io.sharq.tck.model;

import io.sharq.api.DeadLimits;
import io.sharq.api.JobState;
import io.sharq.api.limit.Used;
import io.sharq.rules.Leases;
import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import java.util.Comparator;
import java.util.List;

/** Rules 9, 13 and 14: one step of upkeep. */
final class Upkeep {
    private Upkeep() {}

    static RequeueReply requeue(Now now, RequeueRequest request) {
        now.type().move(now.at());
        int count = request.deadLimits().maxCount();
        List<ModelJob> expired = now.type().all(JobState.ACTIVE).stream()
                .filter(job -> !Leases.isLive(job.until, now.at()))
                .sorted(Comparator.<ModelJob>comparingLong(job -> job.until).thenComparingLong(Upkeep::number))
                .limit(request.limit())
                .toList();
        int requeued = 0;
        for (ModelJob job : expired) {
            requeued += LeaseChanges.comeBackOrDie(now, job, 0, count, Used.NOTHING) ? 1 : 0;
        }
        int died = expired.size() - requeued;
        int done = expired.size();
        done += DeadJobs.pushOut(now, count, request.limit() - done);
        done += DeadJobs.removeAged(now, request.deadLimits().maxAgeMicros(), request.limit() - done);
        now.type().queues.values().removeIf(queue -> queue.forget <= now.at());
        return new RequeueReply(requeued, died, done >= request.limit(), now.stamp());
    }

    /** Whether a requeue of the type would change something. A step back of the clock alone makes a type due. */
    static boolean isDue(ModelType type, long wall, DeadLimits limits) {
        long now = type.look(wall);
        List<ModelJob> dead = type.all(JobState.DEAD);
        return type.isGone()
                || type.isAheadOf(wall)
                || type.all(JobState.ACTIVE).stream().anyMatch(job -> !Leases.isLive(job.until, now))
                || !type.overdue(now).isEmpty()
                || dead.size() > limits.maxCount()
                || dead.stream().anyMatch(job -> job.death <= now - limits.maxAgeMicros())
                || type.queues.values().stream().anyMatch(queue -> queue.forget <= now);
    }

    private static long number(ModelJob job) {
        return job.token == null ? 0 : job.token.number();
    }
}
