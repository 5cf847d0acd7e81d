package io.sharq.examples.h2;

import io.sharq.api.JobState;
import io.sharq.api.Stamp;
import io.sharq.rules.Memory;
import io.sharq.rules.QueueFacts;
import io.sharq.rules.Readiness;
import io.sharq.rules.Revision;
import io.sharq.rules.SteadyTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One operation on one type: its instant, the rows that it has read, and the steps that operations share. Rows of the
 * type and its queues are written back before a query that needs them, and at the end. Rows of jobs are written at
 * once. Used by one thread.
 */
final class Operation {
    final Sql sql;
    final String type;
    final TypeRow row;
    final Counts counts;

    /** The wall clock, read once. {@code time} and {@code now} are the steady time that it gives (rule 1). */
    final long wall;

    final SteadyTime time;
    final long now;

    private final Map<String, QueueRow> queues = new LinkedHashMap<>();
    private boolean isChanged;

    Operation(Sql sql, String type, long wall) {
        this.sql = sql;
        this.type = type;
        this.row = TypeRow.load(sql, type);
        this.wall = wall;
        this.time = row.time.at(wall);
        this.now = time.nowMicros();
        this.counts = new Counts(sql, type, wall);
    }

    /**
     * Records a step back of the clock. Every operation that may change something does so, even if it changes nothing
     * else.
     */
    void noteStepBack() {
        if (row.time.stepsBackAt(wall)) {
            moveTime();
        }
    }

    void moveTime() {
        row.time = time;
        isChanged = true;
    }

    /** Takes the revision of the next change. */
    long change() {
        moveTime();
        row.revision = Revision.next(row.revision, now);
        return row.revision;
    }

    Stamp stamp() {
        return new Stamp(0, row.revision, wall);
    }

    /** The row of a queue, including a queue that is forgotten and not yet removed. */
    Optional<QueueRow> stored(String id) {
        QueueRow known = queues.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<QueueRow> loaded = QueueRow.load(sql, type, id);
        loaded.ifPresent(queue -> queues.put(id, queue));
        return loaded;
    }

    Optional<QueueRow> find(String id) {
        return stored(id).filter(queue -> queue.forgetAt > now);
    }

    QueueRow findOrMake(String id) {
        return find(id).orElseGet(() -> {
            stored(id).ifPresent(this::erase);
            QueueRow made = new QueueRow(id);
            queues.put(id, made);
            return made;
        });
    }

    /** Removes the rows of a forgotten queue. */
    void erase(QueueRow queue) {
        queues.remove(queue.id);
        sql.update("DELETE FROM job WHERE type = ? AND queue = ?", type, queue.id);
        sql.update("DELETE FROM counted WHERE type = ? AND queue = ?", type, queue.id);
        sql.update("DELETE FROM queue WHERE type = ? AND id = ?", type, queue.id);
    }

    Optional<JobRow> find(String queueId, String jobId) {
        return find(queueId)
                .flatMap(queue -> sql.first(
                        "SELECT " + JobRow.COLUMNS + "FROM job WHERE type = ? AND queue = ? AND id = ?",
                        JobRow::read,
                        type,
                        queueId,
                        jobId))
                .filter(job -> !job.isForgottenAt(now));
    }

    QueueRow queueOf(JobRow job) {
        return stored(job.queueId).orElseThrow();
    }

    /** Changes the state of a job and writes its row. */
    void move(JobRow job, JobState state) {
        count(job, -1);
        job.state = state;
        count(job, 1);
        job.save(sql, type);
    }

    void remove(JobRow job) {
        count(job, -1);
        sql.update("DELETE FROM job WHERE type = ? AND queue = ? AND id = ?", type, job.queueId, job.id);
    }

    void count(JobRow job, long change) {
        queueOf(job).count(job.state, change);
        row.dead += job.state == JobState.DEAD ? change : 0;
    }

    /** Moves due jobs to their places. */
    void promote(QueueRow queue) {
        if (queue.scheduled > 0) {
            int due = sql.update("""
                    UPDATE job SET state = 'QUEUED'
                    WHERE type = ? AND queue = ? AND state = 'SCHEDULED' AND until_at <= ?
                    """, type, queue.id, now);
            queue.count(JobState.SCHEDULED, -due);
            queue.count(JobState.QUEUED, due);
        }
    }

    /**
     * The facts that decide when a queue may release. Inside a dequeue, jobs that it released itself do not hold back
     * the queue (rule 6).
     */
    QueueFacts facts(QueueRow queue, boolean ownsActive) {
        return new QueueFacts(
                queue.intervalMillis * 1_000,
                queue.lastRelease,
                queue.heldUntil,
                queue.retryAt,
                queue.paused,
                queue.ordered && !ownsActive,
                queue.concurrency,
                queue.active,
                queue.queued,
                queue.scheduled == 0 ? Readiness.NEVER : earliestDue(queue));
    }

    private long earliestDue(QueueRow queue) {
        return sql.number("""
                SELECT until_at FROM job WHERE type = ? AND queue = ? AND state = 'SCHEDULED'
                ORDER BY type, queue, state, until_at, rank, sequence FETCH FIRST ROW ONLY
                """, Readiness.NEVER, type, queue.id);
    }

    /** Recomputes the turn of a queue (rule 4). A queue that has just been served has no instant before. */
    void takeTurn(QueueRow queue, boolean wasServed, boolean ownsActive) {
        long before = wasServed ? Readiness.NEVER : queue.since;
        long since = Readiness.since(before, Readiness.next(facts(queue, ownsActive)), now);
        if (wasServed || since != queue.since) {
            queue.turn = row.revision;
        }
        queue.since = since;
        queue.isDirty = true;
    }

    /**
     * Updates a queue after a change: its turn, and the instant at which it is forgotten if it holds no job (rule 13).
     */
    void settle(QueueRow queue) {
        takeTurn(queue, false, false);
        boolean isKept = queue.pinned || queue.paused;
        queue.forgetAt =
                queue.isEmpty() ? Memory.until(facts(queue, false), isKept, queue.retainedUntil, now) : Readiness.NEVER;
    }

    /** The queue whose turn it is, if one is ready (rule 4). */
    Optional<QueueRow> firstInTurn() {
        flushQueues();
        return sql.first("""
                        SELECT id FROM queue WHERE type = ? AND since <= ?
                        ORDER BY type, since, turn FETCH FIRST ROW ONLY
                        """, columns -> columns.getString(1), type, now).flatMap(this::stored);
    }

    /** The earliest instant in turn, {@link Readiness#NEVER} if there is none. */
    long earliestInTurn() {
        flushQueues();
        return sql.number(
                "SELECT since FROM queue WHERE type = ? ORDER BY type, since, turn FETCH FIRST ROW ONLY",
                Readiness.NEVER,
                type);
    }

    void flush() {
        flushQueues();
        if (isChanged) {
            row.save(sql);
        }
    }

    private void flushQueues() {
        for (QueueRow queue : queues.values()) {
            if (queue.isDirty) {
                queue.save(sql, type);
            }
        }
    }

    /** Removes the type if nothing of it is kept. No row may be written after that. */
    void forgetTypeIfEmpty() {
        flush();
        boolean isKept =
                row.paused || sql.number("SELECT 1 FROM queue WHERE type = ? FETCH FIRST ROW ONLY", 0, type) > 0;
        if (!isKept) {
            sql.update("DELETE FROM counted WHERE type = ?", type);
            sql.update("DELETE FROM type WHERE name = ?", type);
        }
        isChanged = isKept;
    }
}
