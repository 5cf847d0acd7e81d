package io.sharq.examples.h2;

import io.sharq.api.EpochMicros;
import io.sharq.api.Headers;
import io.sharq.api.JobDescription;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.api.Lease;
import io.sharq.api.Metrics;
import io.sharq.api.QueueDescription;
import io.sharq.api.QueueKey;
import io.sharq.rules.Forecast;
import io.sharq.rules.MetricsSum;
import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Describe, find and metrics. They do not update steady time. They write nothing but due jobs that take their places.
 */
final class JobViews {
    private final Operation op;

    JobViews(Operation op) {
        this.op = op;
    }

    private Optional<QueueRow> promoted(String queueId) {
        Optional<QueueRow> found = op.find(queueId);
        found.ifPresent(op::promote);
        return found;
    }

    Optional<QueueDescription> describe(String queueId) {
        return promoted(queueId).map(queue -> {
            QueueFacts facts = op.facts(queue, false);
            long next = Readiness.next(facts);
            boolean isHeld = queue.heldUntil > op.now;
            return new QueueDescription(
                    new QueueKey(op.type, queueId),
                    Duration.ofMillis(queue.intervalMillis),
                    queue.pinned,
                    queue.ordered,
                    queue.concurrency,
                    Map.of(),
                    queue.paused,
                    op.row.paused,
                    isHeld ? Optional.of(instant(queue.heldUntil)) : Optional.empty(),
                    isHeld ? queue.holdReason : "",
                    queue.length(),
                    queue.scheduled,
                    queue.active,
                    queue.dead,
                    Readiness.blocker(facts, op.row.paused, op.now),
                    next == Readiness.NEVER || op.row.paused
                            ? Optional.empty()
                            : Optional.of(instant(Math.max(next, op.now))),
                    op.stamp());
        });
    }

    Optional<JobDescription> find(JobKey key) {
        return promoted(key.queue().id())
                .flatMap(queue -> op.find(queue.id, key.id()).map(job -> view(key, queue, job)));
    }

    private JobDescription view(JobKey key, QueueRow queue, JobRow job) {
        boolean isQueued = job.state == JobState.QUEUED;
        long position = isQueued ? position(job) : 0;
        Optional<Instant> earliest = Optional.empty();
        if ((isQueued || job.state == JobState.SCHEDULED) && !queue.paused && !op.row.paused) {
            QueueFacts facts = op.facts(queue, false);
            earliest = Optional.of(instant(
                    isQueued
                            ? Forecast.queued(facts, position, op.now)
                            : Forecast.scheduled(facts, job.untilAt, op.now)));
        }
        boolean hasInstant = !isQueued && job.state != JobState.DEAD;
        return new JobDescription(
                key,
                job.state,
                job.rank,
                isQueued ? OptionalLong.of(position) : OptionalLong.empty(),
                earliest,
                job.deliveries,
                job.requeues,
                job.requeueLimit,
                Optional.ofNullable(job.token()).map(token -> new Lease(key, token, instant(job.untilAt))),
                Optional.empty(),
                hasInstant ? Optional.of(instant(job.untilAt)) : Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(job.failure),
                Headers.NONE,
                Optional.empty(),
                op.stamp());
    }

    private long position(JobRow job) {
        return op.sql.number("""
                SELECT COUNT(*) FROM job WHERE type = ? AND queue = ? AND state = 'QUEUED'
                AND (rank < ? OR rank = ? AND sequence < ?)
                """, 0, op.type, job.queueId, job.rank, job.rank, job.sequence);
    }

    Metrics metrics(String queueId) {
        return promoted(queueId)
                .map(queue -> sum(new Metrics(
                        op.counts.window(queueId),
                        queue.length(),
                        queue.scheduled,
                        queue.active,
                        queue.dead,
                        oldestReady(queue.since),
                        EpochMicros.toInstant(op.wall))))
                .orElseGet(() -> new MetricsSum(op.wall).toReply());
    }

    Metrics metrics() {
        List<Metrics.Minute> minutes = op.counts.window(Counts.WHOLE_TYPE);
        Optional<Instant> oldestReady = oldestReady(op.earliestInTurn());
        return op.sql
                .first(
                        """
                        SELECT SUM(queued + scheduled), SUM(scheduled), SUM(active), SUM(dead) FROM queue WHERE type = ?
                        """,
                        columns -> new Metrics(
                                minutes,
                                columns.getLong(1),
                                columns.getLong(2),
                                columns.getLong(3),
                                columns.getLong(4),
                                oldestReady,
                                EpochMicros.toInstant(op.wall)),
                        op.type)
                .map(this::sum)
                .orElseThrow();
    }

    private Optional<Instant> oldestReady(long since) {
        boolean isReady = !op.row.paused && since <= op.now;
        return isReady ? Optional.of(instant(since)) : Optional.empty();
    }

    private Instant instant(long steadyMicros) {
        return EpochMicros.toInstant(op.time.toWallMicros(steadyMicros));
    }

    /** Adds the minutes without counts. */
    private Metrics sum(Metrics found) {
        return new MetricsSum(op.wall).add(found).toReply();
    }
}
