package io.sharq.examples.h2;

import io.sharq.api.JobState;
import io.sharq.rules.Readiness;
import io.sharq.spi.QueueChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** A row of {@code queue}: its settings, its spacing and turn, and the number of its jobs in each state. */
final class QueueRow {
    final String id;
    long intervalMillis;
    boolean pinned;
    boolean ordered;
    int concurrency;
    boolean paused;
    long heldUntil;
    String holdReason = "";
    long retryAt;
    long lastRelease;
    long retainedUntil;
    long forgetAt = Readiness.NEVER;
    long since = Readiness.NEVER;
    long turn;
    long queued;
    long scheduled;
    long active;
    long dead;

    /** Whether the row has changes that are not written yet. */
    boolean isDirty;

    QueueRow(String id) {
        this.id = id;
    }

    static Optional<QueueRow> load(Sql sql, String type, String id) {
        return sql.first("""
                SELECT id, interval_millis, pinned, ordered, concurrency, paused, held_until, hold_reason, retry_at,
                    last_release, retained_until, forget_at, since, turn, queued, scheduled, active, dead
                FROM queue WHERE type = ? AND id = ?
                """, QueueRow::read, type, id);
    }

    private static QueueRow read(ResultSet columns) throws SQLException {
        QueueRow row = new QueueRow(columns.getString(1));
        row.intervalMillis = columns.getLong(2);
        row.pinned = columns.getBoolean(3);
        row.ordered = columns.getBoolean(4);
        row.concurrency = columns.getInt(5);
        row.paused = columns.getBoolean(6);
        row.heldUntil = columns.getLong(7);
        row.holdReason = columns.getString(8);
        row.retryAt = columns.getLong(9);
        row.lastRelease = columns.getLong(10);
        row.retainedUntil = columns.getLong(11);
        row.forgetAt = columns.getLong(12);
        row.since = columns.getLong(13);
        row.turn = columns.getLong(14);
        row.queued = columns.getLong(15);
        row.scheduled = columns.getLong(16);
        row.active = columns.getLong(17);
        row.dead = columns.getLong(18);
        return row;
    }

    void save(Sql sql, String type) {
        sql.update(
                """
                MERGE INTO queue (type, id, interval_millis, pinned, ordered, concurrency, paused, held_until,
                    hold_reason, retry_at, last_release, retained_until, forget_at, since, turn, queued, scheduled,
                    active, dead)
                KEY (type, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                type,
                id,
                intervalMillis,
                pinned,
                ordered,
                concurrency,
                paused,
                heldUntil,
                holdReason,
                retryAt,
                lastRelease,
                retainedUntil,
                forgetAt,
                since,
                turn,
                queued,
                scheduled,
                active,
                dead);
        isDirty = false;
    }

    long length() {
        return queued + scheduled;
    }

    boolean isEmpty() {
        return length() + active + dead == 0;
    }

    /** Adds to the number of jobs in a state. */
    void count(JobState state, long change) {
        switch (state) {
            case QUEUED -> queued += change;
            case SCHEDULED -> scheduled += change;
            case ACTIVE -> active += change;
            case DEAD -> dead += change;
            case FINISHED -> {
                // Not counted: the queue remembers a finished job and no longer holds it.
            }
        }
        isDirty = true;
    }

    void apply(QueueChange change, boolean keepsInterval) {
        Long newInterval = change.intervalMillis();
        intervalMillis = newInterval == null || keepsInterval ? intervalMillis : newInterval;
        Boolean newOrdered = change.ordered();
        ordered = newOrdered == null ? ordered : newOrdered;
        Integer newConcurrency = change.concurrency();
        concurrency = newConcurrency == null ? concurrency : newConcurrency;
    }

    void resetSettings() {
        intervalMillis = 0;
        pinned = false;
        ordered = false;
        concurrency = 0;
        paused = false;
        heldUntil = 0;
        holdReason = "";
        retryAt = 0;
    }
}
