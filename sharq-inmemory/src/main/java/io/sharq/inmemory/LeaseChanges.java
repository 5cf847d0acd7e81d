package io.sharq.inmemory;

import io.sharq.api.DeadLimits;
import io.sharq.api.FailStatus;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.api.Stamp;
import io.sharq.api.limit.Used;
import io.sharq.rules.Leases;
import io.sharq.rules.Requeues;
import io.sharq.rules.Throttling;
import io.sharq.spi.ExtendResult;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailResult;
import io.sharq.spi.FinishItem;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseResult;
import io.sharq.spi.ThrottleItem;
import io.sharq.spi.ThrottleResult;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One operation's changes to leases, all at one instant (rules 5, 6, 8, 9 and 12). Used by one thread. */
final class LeaseChanges {
    private interface Change<T> {
        T apply(QueueState queue, Job job);
    }

    private final TypeState type;
    private final DeferredEffects aftermath;
    private final DeadJobs deaths;
    private final OverdueJobs overdue;
    private final long nowMicros;

    LeaseChanges(TypeState type, DeferredEffects aftermath) {
        this.type = type;
        this.aftermath = aftermath;
        this.nowMicros = type.clock.begin();
        this.deaths = new DeadJobs(type, aftermath, nowMicros);
        this.overdue = new OverdueJobs(type, aftermath, nowMicros);
    }

    LeaseResult finish(FinishItem item, long retentionMicros) {
        LeaseResult done = onLease(item.lease(), (queue, job) -> {
            long revision = end(queue, job, item.used());
            if (retentionMicros > 0) {
                queue.retain(job, item.result(), nowMicros + retentionMicros);
                aftermath.remember(job);
            } else {
                queue.remove(job);
            }
            aftermath.ended(job);
            aftermath.settle(queue, nowMicros, revision);
            return new LeaseResult(LeaseStatus.DONE, type.stamp(revision, nowMicros));
        });
        return done != null ? done : new LeaseResult(LeaseStatus.LEASE_LOST, type.stamp(nowMicros));
    }

    LeaseResult release(LeaseRef lease, Used used) {
        LeaseResult done = onLease(lease, (queue, job) -> {
            long revision = end(queue, job, used);
            comeBack(queue, job, revision);
            aftermath.settle(queue, nowMicros, revision);
            return new LeaseResult(LeaseStatus.DONE, type.stamp(revision, nowMicros));
        });
        return done != null ? done : new LeaseResult(LeaseStatus.LEASE_LOST, type.stamp(nowMicros));
    }

    ThrottleResult throttle(ThrottleItem item, long maxHoldMicros) {
        ThrottleResult done = onLease(item.lease(), (queue, job) -> {
            long leaseNumber = job.number;
            LimitRecord limit = throttled(item, job);
            long revision = end(queue, job, Used.NOTHING);
            comeBack(queue, job, revision);
            long heldMicros = limit == null
                    ? queue.throttle(item, leaseNumber, maxHoldMicros, nowMicros, revision)
                    : throttle(limit, item, leaseNumber, maxHoldMicros, revision);
            aftermath.settle(queue, nowMicros, revision);
            long heldUntilMicros = type.clock.toWallMicros(heldMicros);
            return new ThrottleResult(
                    LeaseStatus.DONE, OptionalLong.of(heldUntilMicros), type.stamp(revision, nowMicros));
        });
        return done != null
                ? done
                : new ThrottleResult(LeaseStatus.LEASE_LOST, OptionalLong.empty(), type.stamp(nowMicros));
    }

    /** The limit that a throttle holds, if the job drew from it. */
    private @Nullable LimitRecord throttled(ThrottleItem item, Job job) {
        String name = item.limit();
        return name == null || !job.taken.containsKey(name) ? null : type.limits.find(name);
    }

    private long throttle(LimitRecord limit, ThrottleItem item, long leaseNumber, long maxHoldMicros, long revision) {
        type.limits.change(limit, nowMicros, at -> {
            Throttling before = new Throttling(
                    limit.throttling.level(), limit.throttling.raisedAt(), limit.state.heldUntilMicros());
            limit.throttling = before.after(leaseNumber, item.retryAfterMicros(), maxHoldMicros, nowMicros, revision);
            if (limit.throttling.heldUntilMicros() > limit.state.heldUntilMicros()) {
                limit.hold(limit.throttling.heldUntilMicros(), Throttling.REASON);
            }
        });
        return limit.throttling.heldUntilMicros();
    }

    FailResult fail(FailItem item, DeadLimits limits) {
        FailResult done = onLease(item.lease(), (queue, job) -> {
            long revision = end(queue, job, item.used());
            job.lastFailure = item.reason();
            FailStatus status = comeBackOrDie(queue, job, item.delayMicros(), revision);
            aftermath.settle(queue, nowMicros, revision);
            return new FailResult(status, type.stamp(revision, nowMicros));
        });
        if (done != null && done.status() == FailStatus.DEAD) {
            deaths.pushOut(limits.maxCount(), DeadJobs.AT_ONCE);
            type.visitAt(nowMicros + limits.maxAgeMicros(), nowMicros);
        }
        return done != null ? done : new FailResult(FailStatus.LEASE_LOST, type.stamp(nowMicros));
    }

    /** Returns a job to its place. Rule 23: it dies if its deadline has passed. */
    private void comeBack(QueueState queue, Job job, long revision) {
        if (job.isOverdueAt(nowMicros)) {
            overdue.bury(queue, job, nowMicros, revision);
        } else {
            queue.takePlace(job, nowMicros);
            queue.noteDeadline(job, nowMicros);
        }
    }

    private FailStatus comeBackOrDie(QueueState queue, Job job, long delayMicros, long revision) {
        if (!Requeues.comesBack(job.requeues, job.requeueLimit)) {
            deaths.die(queue, job, revision);
            return FailStatus.DEAD;
        }
        if (job.isOverdueAt(nowMicros)) {
            overdue.bury(queue, job, nowMicros, revision);
            return FailStatus.DEAD;
        }
        job.requeues++;
        if (delayMicros > 0 && queue.ordered) {
            queue.retryAtMicros = Math.max(queue.retryAtMicros, nowMicros + delayMicros);
        }
        if (delayMicros > 0 && !queue.ordered) {
            queue.schedule(job, nowMicros + delayMicros);
        } else {
            queue.takePlace(job, nowMicros);
        }
        queue.noteDeadline(job, nowMicros);
        return FailStatus.REQUEUED;
    }

    ExtendResult extend(LeaseRef lease, long leaseMicros) {
        ExtendResult done = onLease(lease, (queue, job) -> {
            long revision = type.change(nowMicros);
            type.leases.remove(job.leaseKey());
            job.untilMicros = Leases.extended(job.untilMicros, nowMicros, leaseMicros);
            type.leases.put(job.leaseKey(), job);
            Stamp stamp = type.stamp(revision, nowMicros);
            long expiresAtMicros = type.clock.toWallMicros(job.untilMicros);
            return new ExtendResult(LeaseStatus.DONE, OptionalLong.of(expiresAtMicros), stamp);
        });
        return done != null
                ? done
                : new ExtendResult(LeaseStatus.LEASE_LOST, OptionalLong.empty(), type.stamp(nowMicros));
    }

    private <T> @Nullable T onLease(LeaseRef lease, Change<T> change) {
        QueueState queue = type.queues.get(lease.queueId());
        if (queue == null) {
            return null;
        }
        synchronized (queue) {
            Job job = queue.jobs.get(lease.jobId());
            return job != null && job.isLeasedUnder(lease.token(), nowMicros) ? change.apply(queue, job) : null;
        }
    }

    /** Rule 9: ends an expired lease. Returns whether the job was requeued; null if the lease had ended already. */
    @Nullable
    Boolean expire(LeaseKey key, Job job, DeadLimits limits) {
        boolean comesBack;
        synchronized (job.queue) {
            boolean isStill = job.state == JobState.ACTIVE && job.leaseKey().equals(key);
            if (!isStill) {
                return null;
            }
            long revision = end(job.queue, job, Used.NOTHING);
            comesBack = comeBackOrDie(job.queue, job, 0, revision) == FailStatus.REQUEUED;
            aftermath.settle(job.queue, nowMicros, revision);
        }
        if (!comesBack) {
            deaths.pushOut(limits.maxCount(), DeadJobs.AT_ONCE);
        }
        return comesBack;
    }

    private long end(QueueState queue, Job job, Used used) {
        long revision = type.change(nowMicros);
        if (!job.taken.isEmpty()) {
            type.limits.giveBack(job, used, revision, nowMicros);
            aftermath.limitsChanged(type);
        }
        type.leases.remove(job.leaseKey());
        type.dequeues.remove(job.nonce);
        queue.active--;
        return revision;
    }

    long nowMicros() {
        return nowMicros;
    }
}
