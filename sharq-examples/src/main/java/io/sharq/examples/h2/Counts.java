package io.sharq.examples.h2;

import io.sharq.api.Metrics;
import io.sharq.rules.Minutes;
import java.util.List;

/** The counts per minute of a type and its queues (rule 16), by the wall clock. */
final class Counts {
    /** The queue id of the counts of the whole type. */
    static final String WHOLE_TYPE = "";

    private final Sql sql;
    private final String type;
    private final long minute;

    Counts(Sql sql, String type, long wall) {
        this.sql = sql;
        this.type = type;
        this.minute = Minutes.of(wall);
    }

    void enqueued(String queueId) {
        add(queueId, 1, 0);
        add(WHOLE_TYPE, 1, 0);
    }

    void dequeued(String queueId) {
        add(queueId, 0, 1);
        add(WHOLE_TYPE, 0, 1);
    }

    private void add(String queueId, int enqueued, int dequeued) {
        int known = sql.update("""
                UPDATE counted SET enqueued = enqueued + ?, dequeued = dequeued + ?
                WHERE type = ? AND queue = ? AND at_minute = ?
                """, enqueued, dequeued, type, queueId, minute);
        if (known == 0) {
            makeRoom(queueId);
            sql.update("INSERT INTO counted VALUES (?, ?, ?, ?, ?)", type, queueId, minute, enqueued, dequeued);
        }
    }

    /**
     * Removes minutes before a new one is counted. Ten minutes up to the newest one are kept; a minute that is older
     * than those restarts the counts.
     */
    private void makeRoom(String queueId) {
        long newest = sql.number("""
                SELECT at_minute FROM counted WHERE type = ? AND queue = ?
                ORDER BY type DESC, queue DESC, at_minute DESC FETCH FIRST ROW ONLY
                """, minute, type, queueId);
        boolean startsAnew = minute <= newest - Minutes.WINDOW;
        long lastGone = startsAnew ? newest : Math.max(minute, newest) - Minutes.WINDOW;
        sql.update("DELETE FROM counted WHERE type = ? AND queue = ? AND at_minute <= ?", type, queueId, lastGone);
    }

    /** The minutes of the window that have counts. */
    List<Metrics.Minute> window(String queueId) {
        return sql.list(
                """
                SELECT at_minute, enqueued, dequeued FROM counted
                WHERE type = ? AND queue = ? AND at_minute BETWEEN ? AND ?
                """,
                columns -> Metrics.Minute.of(columns.getLong(1), columns.getLong(2), columns.getLong(3)),
                type,
                queueId,
                minute - Minutes.WINDOW + 1,
                minute);
    }
}
