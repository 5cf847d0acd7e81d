package io.sharq.examples.h2;

import io.sharq.spi.RequeueReply;
import io.sharq.spi.RequeueRequest;
import java.util.List;

/** One step of upkeep (rules 9, 13 and 14). */
final class Upkeep {
    private final Operation op;
    private final RequeueRequest request;
    private int left;

    Upkeep(Operation op, RequeueRequest request) {
        this.op = op;
        this.request = request;
        this.left = request.limit();
    }

    RequeueReply run() {
        op.moveTime();
        List<JobRow> expired = op.sql.list("SELECT " + JobRow.COLUMNS + """
                        FROM job WHERE type = ? AND state = 'ACTIVE' AND until_at <= ?
                        ORDER BY type, state, until_at, number FETCH FIRST ? ROWS ONLY
                        """, JobRow::read, op.type, op.now, left);
        LeaseChanges leases = new LeaseChanges(op);
        int requeued = 0;
        for (JobRow job : expired) {
            requeued += leases.comesBack(job, 0, request.deadLimits()) ? 1 : 0;
        }
        left -= expired.size();
        DeadJobs dead = new DeadJobs(op);
        left -= dead.pushOut(request.deadLimits().maxCount(), left);
        left -= dead.removeOldest(op.now - request.deadLimits().maxAgeMicros(), left);
        forget();
        return new RequeueReply(requeued, expired.size() - requeued, left == 0, op.stamp());
    }

    private void forget() {
        left -= op.sql.update("""
                DELETE FROM job WHERE type = ? AND state = 'FINISHED' AND until_at <= ? FETCH FIRST ? ROWS ONLY
                """, op.type, op.now, left);
        op.flush();
        List<String> queues = op.sql.list(
                "SELECT id FROM queue WHERE type = ? AND forget_at <= ? FETCH FIRST ? ROWS ONLY",
                columns -> columns.getString(1),
                op.type,
                op.now,
                left);
        queues.forEach(id -> op.stored(id).ifPresent(op::erase));
        left -= queues.size();
        op.forgetTypeIfEmpty();
    }
}
