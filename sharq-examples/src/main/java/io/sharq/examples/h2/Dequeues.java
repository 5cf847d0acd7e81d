package io.sharq.examples.h2;

import io.sharq.api.DequeueFrom;
import io.sharq.api.JobState;
import io.sharq.api.LeaseToken;
import io.sharq.rules.Readiness;
import io.sharq.spi.DequeueReply;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.LeasedJob;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dequeue (rules 2 and 4 to 7). */
final class Dequeues {
    private final Operation op;
    private final DequeueRequest request;

    Dequeues(Operation op, DequeueRequest request) {
        this.op = op;
        this.request = request;
    }

    DequeueReply run() {
        List<LeasedJob> before = before();
        if (!before.isEmpty() || op.row.paused) {
            return new DequeueReply(before, OptionalLong.empty(), op.stamp());
        }
        List<LeasedJob> released = new ArrayList<>();
        Set<QueueRow> served = new LinkedHashSet<>();
        Optional<QueueRow> queue = candidate(null);
        while (queue.isPresent() && released.size() < request.count()) {
            released.add(release(queue.get()));
            served.add(queue.get());
            queue = candidate(queue.get());
        }
        // From the next dequeue on, the jobs of this one hold back their queues (rule 6).
        served.forEach(own -> op.takeTurn(own, false, false));
        if (!released.isEmpty()) {
            long first = released.get(0).token().number();
            op.sql.update("MERGE INTO dequeue KEY (type, nonce) VALUES (?, ?, ?)", op.type, request.nonce(), first);
        }
        return new DequeueReply(released, nextReady(released.size()), op.stamp());
    }

    /** The jobs that an earlier dequeue with the same nonce got. None if one of their leases has been ended. */
    private List<LeasedJob> before() {
        List<JobRow> jobs = op.sql.list(
                "SELECT " + JobRow.COLUMNS + """
                        FROM job WHERE type = ? AND nonce = ? AND number >=
                            (SELECT first_number FROM dequeue WHERE type = ? AND nonce = ?)
                        ORDER BY number
                        """, JobRow::read, op.type, request.nonce(), op.type, request.nonce());
        return jobs.stream().map(this::leased).toList();
    }

    private Optional<QueueRow> candidate(@Nullable QueueRow last) {
        if (request.from() instanceof DequeueFrom.Queue named) {
            return op.find(named.id()).filter(queue -> queue.since <= op.now);
        }
        if (request.from() instanceof DequeueFrom.OneQueue && last != null) {
            return Optional.of(last).filter(queue -> queue.since <= op.now);
        }
        return op.firstInTurn();
    }

    private LeasedJob release(QueueRow queue) {
        op.promote(queue);
        JobRow job = op.sql
                .first("SELECT " + JobRow.COLUMNS + """
                                FROM job WHERE type = ? AND queue = ? AND state = 'QUEUED'
                                ORDER BY type, queue, state, rank, sequence FETCH FIRST ROW ONLY
                                """, JobRow::read, op.type, queue.id)
                .orElseThrow();
        job.number = op.change();
        job.nonce = request.nonce();
        job.untilAt = op.now + request.leaseMicros();
        job.deliveries++;
        op.move(job, JobState.ACTIVE);
        queue.lastRelease = op.now;
        op.counts.dequeued(queue.id);
        op.takeTurn(queue, true, true);
        return leased(job);
    }

    private LeasedJob leased(JobRow job) {
        LeaseToken token = Objects.requireNonNull(job.token());
        return new LeasedJob(
                job.queueId,
                job.id,
                job.payload(op.sql, op.type),
                token,
                op.time.toWallMicros(job.untilAt),
                job.deliveries,
                job.requeues,
                job.requeueLimit,
                op.queueOf(job).length());
    }

    private OptionalLong nextReady(int released) {
        if (released == request.count() && !request.namesNext()) {
            return OptionalLong.empty();
        }
        long next = request.from() instanceof DequeueFrom.Queue named
                ? op.find(named.id()).map(queue -> queue.since).orElse(Readiness.NEVER)
                : op.earliestInTurn();
        return next == Readiness.NEVER ? OptionalLong.empty() : OptionalLong.of(op.time.toWallMicros(next));
    }
}
