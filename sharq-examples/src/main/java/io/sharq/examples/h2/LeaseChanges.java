package io.sharq.examples.h2;

import io.sharq.api.DeadLimits;
import io.sharq.api.FailStatus;
import io.sharq.api.JobState;
import io.sharq.api.LeaseStatus;
import io.sharq.rules.Leases;
import io.sharq.rules.Requeues;
import io.sharq.spi.ExtendResult;
import io.sharq.spi.FailItem;
import io.sharq.spi.FailResult;
import io.sharq.spi.LeaseRef;
import io.sharq.spi.LeaseResult;
import java.util.Optional;
import java.util.OptionalLong;

/** Finish, fail, release and extend (rules 5, 6, 8 and 9). */
final class LeaseChanges {
    private final Operation op;

    LeaseChanges(Operation op) {
        this.op = op;
    }

    private Optional<JobRow> live(LeaseRef lease) {
        return op.find(lease.queueId(), lease.jobId()).filter(job -> job.isLeasedUnder(lease.token(), op.now));
    }

    private void end(JobRow job) {
        op.change();
        op.sql.update("DELETE FROM dequeue WHERE type = ? AND nonce = ?", op.type, job.nonce);
        job.nonce = null;
    }

    LeaseResult finish(LeaseRef lease, long retention) {
        Optional<JobRow> live = live(lease);
        live.ifPresent(job -> {
            QueueRow queue = op.queueOf(job);
            end(job);
            if (retention > 0) {
                job.untilAt = op.now + retention;
                queue.retainedUntil = Math.max(queue.retainedUntil, job.untilAt);
                op.move(job, JobState.FINISHED);
            } else {
                op.remove(job);
            }
            op.settle(queue);
        });
        return result(live.isPresent());
    }

    LeaseResult release(LeaseRef lease) {
        Optional<JobRow> live = live(lease);
        live.ifPresent(job -> {
            end(job);
            op.move(job, JobState.QUEUED);
            op.settle(op.queueOf(job));
        });
        return result(live.isPresent());
    }

    private LeaseResult result(boolean done) {
        return new LeaseResult(done ? LeaseStatus.DONE : LeaseStatus.LEASE_LOST, op.stamp());
    }

    FailResult fail(FailItem item, DeadLimits limits) {
        FailStatus status = live(item.lease())
                .map(job -> {
                    job.failure = item.reason();
                    return comesBack(job, item.delayMicros(), limits) ? FailStatus.REQUEUED : FailStatus.DEAD;
                })
                .orElse(FailStatus.LEASE_LOST);
        return new FailResult(status, op.stamp());
    }

    ExtendResult extend(LeaseRef lease, long span) {
        Optional<JobRow> live = live(lease);
        live.ifPresent(job -> {
            op.change();
            job.untilAt = Leases.extended(job.untilAt, op.now, span);
            job.save(op.sql, op.type);
        });
        return new ExtendResult(
                live.isPresent() ? LeaseStatus.DONE : LeaseStatus.LEASE_LOST,
                live.isPresent() ? OptionalLong.of(op.time.toWallMicros(live.get().untilAt)) : OptionalLong.empty(),
                op.stamp());
    }

    /** Ends an expired or failed lease. The job comes back or dies. Returns whether it comes back. */
    boolean comesBack(JobRow job, long delay, DeadLimits limits) {
        end(job);
        QueueRow queue = op.queueOf(job);
        boolean comesBack = Requeues.comesBack(job.requeues, job.requeueLimit);
        if (comesBack) {
            boolean queueWaits = delay > 0 && queue.ordered;
            queue.retryAt = queueWaits ? Math.max(queue.retryAt, op.now + delay) : queue.retryAt;
            job.requeues++;
            job.untilAt = op.now + delay;
            op.move(job, delay > 0 && !queueWaits ? JobState.SCHEDULED : JobState.QUEUED);
        } else {
            job.untilAt = op.now;
            job.number = op.row.revision;
            op.move(job, JobState.DEAD);
        }
        op.settle(queue);
        if (!comesBack) {
            new DeadJobs(op).pushOut(limits.maxCount(), DeadJobs.AT_ONCE);
        }
        return comesBack;
    }
}
