package io.sharq.examples.h2;

import io.sharq.api.JobState;
import io.sharq.api.LeaseToken;
import io.sharq.api.Payload;
import io.sharq.rules.Leases;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A row of {@code job}, without the payload. Only a dequeue and the listing of dead jobs read payloads. */
final class JobRow {
    /** The columns that every query of jobs selects. */
    static final String COLUMNS = "queue, id, state, rank, sequence, requeue_limit, deliveries, requeues, failure,"
            + " until_at, number, nonce ";

    final String queueId;
    final String id;
    final int rank;
    final long sequence;
    final int requeueLimit;
    JobState state = JobState.QUEUED;
    int deliveries;
    int requeues;

    @Nullable
    String failure;

    /** The instant at which the job is due, its lease ends, it died, or it is forgotten, depending on its state. */
    long untilAt;

    /** The revision of its lease or of its death. */
    long number;

    @Nullable
    Long nonce;

    JobRow(String queueId, String id, int rank, long sequence, int requeueLimit) {
        this.queueId = queueId;
        this.id = id;
        this.rank = rank;
        this.sequence = sequence;
        this.requeueLimit = requeueLimit;
    }

    static JobRow read(ResultSet columns) throws SQLException {
        JobRow row = new JobRow(
                columns.getString(1), columns.getString(2), columns.getInt(4), columns.getLong(5), columns.getInt(6));
        row.state = JobState.valueOf(columns.getString(3));
        row.deliveries = columns.getInt(7);
        row.requeues = columns.getInt(8);
        row.failure = columns.getString(9);
        row.untilAt = columns.getLong(10);
        row.number = columns.getLong(11);
        long read = columns.getLong(12);
        row.nonce = columns.wasNull() ? null : read;
        return row;
    }

    /** Inserts the row. Replaces a forgotten finished job of the same id. */
    void insert(Sql sql, String type, Payload payload) {
        sql.update(
                """
                MERGE INTO job (type, queue, id, state, rank, sequence, requeue_limit, deliveries, requeues, failure,
                    until_at, number, nonce, payload)
                KEY (type, queue, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                type,
                queueId,
                id,
                state.name(),
                rank,
                sequence,
                requeueLimit,
                deliveries,
                requeues,
                failure,
                untilAt,
                number,
                nonce,
                payload.toByteArray());
    }

    void save(Sql sql, String type) {
        sql.update("""
                UPDATE job SET state = ?, deliveries = ?, requeues = ?, failure = ?, until_at = ?, number = ?, nonce = ?
                WHERE type = ? AND queue = ? AND id = ?
                """, state.name(), deliveries, requeues, failure, untilAt, number, nonce, type, queueId, id);
    }

    Payload payload(Sql sql, String type) {
        return sql.first(
                        "SELECT payload FROM job WHERE type = ? AND queue = ? AND id = ?",
                        columns -> Payload.wrap(columns.getBytes(1)),
                        type,
                        queueId,
                        id)
                .orElseThrow();
    }

    @Nullable
    LeaseToken token() {
        return nonce == null ? null : new LeaseToken(number, nonce);
    }

    /** Whether the job has a live lease, and the token is that lease's or null (rule 8). */
    boolean isLeasedUnder(@Nullable LeaseToken named, long now) {
        return state == JobState.ACTIVE && Leases.isLive(untilAt, now) && (named == null || named.equals(token()));
    }

    /** Whether its retention has passed. A forgotten job behaves as if it had never existed (rule 13). */
    boolean isForgottenAt(long now) {
        return state == JobState.FINISHED && untilAt <= now;
    }
}
