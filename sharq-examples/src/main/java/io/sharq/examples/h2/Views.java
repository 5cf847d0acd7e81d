package io.sharq.examples.h2;

import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.QueueKey;
import io.sharq.rules.Forecast;
import io.sharq.rules.MetricsSum;
import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import io.sharq.spi.JobView;
import io.sharq.spi.MetricsReply;
import io.sharq.spi.MinuteCount;
import io.sharq.spi.QueueView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is seen of a type. Looking moves no time; all it writes is that due jobs have taken their places. */
final class Views {
    private final Operation op;

    Views(Operation op) {
        this.op = op;
    }

    private Optional<QueueRow> promoted(String queueId) {
        Optional<QueueRow> found = op.find(queueId);
        found.ifPresent(op::promote);
        return found;
    }

    Optional<QueueView> describe(String queueId) {
        return promoted(queueId).map(queue -> {
            QueueFacts facts = op.facts(queue, false);
            long next = Readiness.next(facts);
            boolean isHeld = queue.heldUntil > op.now;
            return new QueueView(
                    new QueueKey(op.type, queueId),
                    queue.intervalMillis,
                    queue.pinned,
                    queue.ordered,
                    queue.concurrency,
                    queue.paused,
                    op.row.paused,
                    isHeld ? OptionalLong.of(op.time.toWallMicros(queue.heldUntil)) : OptionalLong.empty(),
                    isHeld ? queue.holdReason : "",
                    queue.length(),
                    queue.scheduled,
                    queue.active,
                    queue.dead,
                    Readiness.blocker(facts, op.row.paused, op.now),
                    next == Readiness.NEVER || op.row.paused
                            ? OptionalLong.empty()
                            : OptionalLong.of(op.time.toWallMicros(Math.max(next, op.now))),
                    op.stamp());
        });
    }

    Optional<JobView> find(JobKey key) {
        return promoted(key.queue().id())
                .flatMap(queue -> op.find(queue.id, key.id()).map(job -> view(key, queue, job)));
    }

    private JobView view(JobKey key, QueueRow queue, JobRow job) {
        boolean isQueued = job.state == JobState.QUEUED;
        long position = isQueued ? position(job) : 0;
        OptionalLong earliest = OptionalLong.empty();
        if ((isQueued || job.state == JobState.SCHEDULED) && !queue.paused && !op.row.paused) {
            QueueFacts facts = op.facts(queue, false);
            earliest = OptionalLong.of(op.time.toWallMicros(
                    isQueued
                            ? Forecast.queued(facts, position, op.now)
                            : Forecast.scheduled(facts, job.untilAt, op.now)));
        }
        boolean hasInstant = !isQueued && job.state != JobState.DEAD;
        return new JobView(
                key,
                job.state,
                job.rank,
                isQueued ? OptionalLong.of(position) : OptionalLong.empty(),
                earliest,
                job.deliveries,
                job.requeues,
                job.requeueLimit,
                job.token(),
                hasInstant ? OptionalLong.of(op.time.toWallMicros(job.untilAt)) : OptionalLong.empty(),
                job.failure,
                op.stamp());
    }

    private long position(JobRow job) {
        return op.sql.number("""
                SELECT COUNT(*) FROM job WHERE type = ? AND queue = ? AND state = 'QUEUED'
                AND (rank < ? OR rank = ? AND sequence < ?)
                """, 0, op.type, job.queueId, job.rank, job.rank, job.sequence);
    }

    MetricsReply metrics(String queueId) {
        return promoted(queueId)
                .map(queue -> sum(new MetricsReply(
                        op.counts.window(queueId),
                        queue.length(),
                        queue.scheduled,
                        queue.active,
                        queue.dead,
                        oldestReady(queue.since),
                        op.wall)))
                .orElseGet(() -> new MetricsSum(op.wall).toReply());
    }

    MetricsReply metrics() {
        List<MinuteCount> minutes = op.counts.window(Counts.WHOLE_TYPE);
        OptionalLong oldestReady = oldestReady(op.earliestInTurn());
        return op.sql
                .first(
                        """
                        SELECT SUM(queued + scheduled), SUM(scheduled), SUM(active), SUM(dead) FROM queue WHERE type = ?
                        """,
                        columns -> new MetricsReply(
                                minutes,
                                columns.getLong(1),
                                columns.getLong(2),
                                columns.getLong(3),
                                columns.getLong(4),
                                oldestReady,
                                op.wall),
                        op.type)
                .map(this::sum)
                .orElseThrow();
    }

    private OptionalLong oldestReady(long since) {
        boolean isReady = !op.row.paused && since <= op.now;
        return isReady ? OptionalLong.of(op.time.toWallMicros(since)) : OptionalLong.empty();
    }

    /** Fills in the minutes without counts. */
    private MetricsReply sum(MetricsReply found) {
        return new MetricsSum(op.wall).add(found).toReply();
    }
}
