package io.sharq.examples.h2;

import io.sharq.api.JobState;
import io.sharq.spi.DeadJobResult;
import io.sharq.spi.JobRef;
import java.util.List;
import java.util.Optional;

/** The limits on dead jobs, redrive and discard (rule 14). */
final class DeadJobs {
    /** How many dead jobs a job that dies may push out. */
    static final int AT_ONCE = 100;

    private final Operation op;

    DeadJobs(Operation op) {
        this.op = op;
    }

    /** Removes the oldest dead jobs beyond a count. Returns how many. */
    int pushOut(int maxCount, int limit) {
        return removeOldest(Long.MAX_VALUE, (int) Math.min(limit, Math.max(0, op.row.dead - maxCount)));
    }

    /** Removes jobs that died up to a revision, oldest first. Returns how many. */
    int removeOldest(long lastNumber, int limit) {
        if (limit == 0 || op.row.dead == 0) {
            return 0;
        }
        List<JobRow> oldest = op.sql.list("SELECT " + JobRow.COLUMNS + """
                        FROM job WHERE type = ? AND state = 'DEAD' AND number <= ?
                        ORDER BY type, state, number FETCH FIRST ? ROWS ONLY
                        """, JobRow::read, op.type, lastNumber, limit);
        oldest.forEach(this::remove);
        return oldest.size();
    }

    private void remove(JobRow job) {
        op.change();
        op.remove(job);
        op.settle(op.queueOf(job));
    }

    DeadJobResult redrive(JobRef ref) {
        Optional<JobRow> dead = find(ref);
        dead.ifPresent(job -> {
            op.change();
            job.requeues = 0;
            op.move(job, JobState.QUEUED);
            op.settle(op.queueOf(job));
        });
        return new DeadJobResult(dead.isPresent(), op.stamp());
    }

    DeadJobResult discard(JobRef ref) {
        Optional<JobRow> dead = find(ref);
        dead.ifPresent(this::remove);
        return new DeadJobResult(dead.isPresent(), op.stamp());
    }

    private Optional<JobRow> find(JobRef ref) {
        return op.find(ref.queueId(), ref.jobId()).filter(job -> job.state == JobState.DEAD);
    }
}
