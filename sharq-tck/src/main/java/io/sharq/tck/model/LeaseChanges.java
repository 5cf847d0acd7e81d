package io.sharq.tck.model;

import io.sharq.api.DeadJob;
import io.sharq.api.FailStatus;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.api.limit.Used;
import io.sharq.rules.Deadlines;
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
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Rules 5, 8 and 9: finish, fail, release and extend. */
final class LeaseChanges {
    private LeaseChanges() {}

    private static Optional<ModelJob> live(Now now, LeaseRef lease) {
        return now.type()
                .find(lease.queueId(), lease.jobId(), now.at())
                .filter(job -> job.is(JobState.ACTIVE))
                .filter(job -> Leases.isLive(job.until, now.at()))
                .filter(job -> lease.token() == null || lease.token().equals(job.token));
    }

    private static LeaseResult result(Now now, boolean done) {
        return new LeaseResult(done ? LeaseStatus.DONE : LeaseStatus.LEASE_LOST, now.stamp());
    }

    private static void end(Now now, ModelJob job, Used used) {
        long revision = now.change();
        if (job.token != null) {
            now.type().dequeues.remove(job.token.nonce());
            giveBack(now, job, job.token.number(), used, revision);
        }
        job.token = null;
        job.consumer = null;
    }

    /** Rule 18: the limits that the release drew from stand as if what was used had been the cost. */
    private static void giveBack(Now now, ModelJob job, long leaseNumber, Used used, long revision) {
        job.taken.forEach((name, cost) -> {
            ModelLimit limit = now.type().limits.get(name);
            if (limit != null) {
                limit.end(leaseNumber, cost, used.units().getOrDefault(name, cost), revision, now.instant());
            }
        });
        job.taken.clear();
    }

    static LeaseResult finish(Now now, FinishItem item, long retention) {
        Optional<ModelJob> live = live(now, item.lease());
        live.ifPresent(job -> {
            end(now, job, item.used());
            if (retention > 0) {
                job.state = JobState.FINISHED;
                job.result = item.result();
                job.until = now.at() + retention;
                job.queue.retained = Math.max(job.queue.retained, job.until);
            } else {
                job.queue.jobs.remove(job.id);
            }
            now.settle(job.queue);
        });
        return result(now, live.isPresent());
    }

    static LeaseResult release(Now now, LeaseRef lease, Used used) {
        Optional<ModelJob> live = live(now, lease);
        live.ifPresent(job -> {
            end(now, job, used);
            comeBack(now, job);
        });
        return result(now, live.isPresent());
    }

    /** Returns a job to its place. Rule 23: it dies if its deadline has passed. */
    private static void comeBack(Now now, ModelJob job) {
        if (Deadlines.hasPassed(job.deadline, now.at())) {
            DeadJobs.buryOverdue(now, job);
        } else {
            job.state = JobState.QUEUED;
            now.settle(job.queue);
        }
    }

    /**
     * Rule 22. The throttling of a queue is kept beside its hold, which operators change too. A throttle that names a limit of
     * the job holds that one instead.
     */
    static ThrottleResult throttle(Now now, ThrottleItem item, long maxHold) {
        Optional<ModelJob> live = live(now, item.lease());
        if (live.isEmpty()) {
            return new ThrottleResult(LeaseStatus.LEASE_LOST, OptionalLong.empty(), now.stamp());
        }
        ModelJob job = live.get();
        ModelQueue queue = job.queue;
        long released = Objects.requireNonNull(job.token).number();
        boolean drewFromIt = item.limit() != null && job.taken.containsKey(item.limit());
        end(now, job, Used.NOTHING);
        ModelLimit limit = drewFromIt ? now.type().limits.get(item.limit()) : null;
        long held;
        if (limit != null) {
            limit.throttling = after(now, limit.throttling, limit.state.heldUntilMicros(), released, item, maxHold);
            held = limit.throttling.heldUntilMicros();
            if (held > limit.state.heldUntilMicros()) {
                limit.hold(held, Throttling.REASON);
            }
        } else {
            queue.throttling = after(now, queue.throttling, queue.held, released, item, maxHold);
            held = queue.throttling.heldUntilMicros();
            if (held > queue.held) {
                queue.held = held;
                queue.holdReason = Throttling.REASON;
            }
        }
        comeBack(now, job);
        return new ThrottleResult(LeaseStatus.DONE, OptionalLong.of(now.toWall(held)), now.stamp());
    }

    private static Throttling after(
            Now now, Throttling throttling, long held, long released, ThrottleItem item, long maxHold) {
        return new Throttling(throttling.level(), throttling.raisedAt(), held)
                .after(
                        released,
                        item.retryAfterMicros(),
                        maxHold,
                        now.at(),
                        now.type().revision());
    }

    static FailResult fail(Now now, FailItem item, int deadCount) {
        Optional<ModelJob> live = live(now, item.lease());
        if (live.isEmpty()) {
            return new FailResult(FailStatus.LEASE_LOST, now.stamp());
        }
        live.get().failure = item.reason();
        boolean comesBack = comeBackOrDie(now, live.get(), item.delayMicros(), deadCount, item.used());
        return new FailResult(comesBack ? FailStatus.REQUEUED : FailStatus.DEAD, now.stamp());
    }

    /** Ends the lease of a failed or expired job. The job comes back or dies. Returns whether it comes back. */
    static boolean comeBackOrDie(Now now, ModelJob job, long delay, int deadCount, Used used) {
        end(now, job, used);
        boolean hasRequeues = Requeues.comesBack(job.requeues, job.limit);
        boolean comesBack = hasRequeues && !Deadlines.hasPassed(job.deadline, now.at());
        if (hasRequeues && !comesBack) {
            job.failure = DeadJob.DEADLINE;
        }
        if (comesBack) {
            job.requeues++;
            boolean queueWaits = delay > 0 && job.queue.isOrdered();
            if (queueWaits) {
                job.queue.retry = Math.max(job.queue.retry, now.at() + delay);
            }
            job.state = delay > 0 && !queueWaits ? JobState.SCHEDULED : JobState.QUEUED;
            job.until = now.at() + delay;
            now.settle(job.queue);
        } else {
            DeadJobs.bury(now, job, deadCount);
        }
        return comesBack;
    }

    static ExtendResult extend(Now now, LeaseRef lease, long span) {
        Optional<ModelJob> live = live(now, lease);
        live.ifPresent(job -> {
            now.change();
            job.until = Leases.extended(job.until, now.at(), span);
        });
        return new ExtendResult(
                live.isPresent() ? LeaseStatus.DONE : LeaseStatus.LEASE_LOST,
                live.isPresent() ? OptionalLong.of(now.toWall(live.get().until)) : OptionalLong.empty(),
                now.stamp());
    }
}
