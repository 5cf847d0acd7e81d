package io.sharq.examples.h2;

import io.sharq.api.Bounds;
import io.sharq.api.DeadJob;
import io.sharq.api.DeadLimits;
import io.sharq.api.EpochMicros;
import io.sharq.api.Headers;
import io.sharq.api.InvalidValueException;
import io.sharq.api.JobKey;
import io.sharq.api.Page;
import io.sharq.api.Payload;
import io.sharq.rules.NameCursor;
import io.sharq.spi.DueReply;
import io.sharq.spi.DueRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Listings, page by page. The cursor is made of the key of the last item, so the cost of a page does not depend on its
 * position.
 */
final class Listings {
    private record Numbered(long number, DeadJob job) {}

    private Listings() {}

    /** The types that are paused or have a queue that is kept, each in its own steady time. */
    static Page<String> types(Sql sql, String last, int limit, long wall) {
        List<String> names = sql.list("""
                SELECT name FROM type WHERE name > ? AND (paused OR EXISTS (
                    SELECT 1 FROM queue WHERE queue.type = type.name
                    AND forget_at > CAST(? AS BIGINT) + time_offset + GREATEST(0, last_wall - CAST(? AS BIGINT))))
                ORDER BY name FETCH FIRST ? ROWS ONLY
                """, columns -> columns.getString(1), last, wall, wall, limit + 1);
        return page(names, limit, name -> name, name -> name);
    }

    /**
     * The types in which a requeue would change something, each in its own steady time. A step back of the clock alone
     * makes a type due. The query takes a few index lookups per type.
     */
    static DueReply due(Sql sql, DueRequest request, long wall) {
        DeadLimits limits = request.deadLimits();
        List<String> names = sql.list(
                """
                SELECT name FROM (
                    SELECT name, paused, dead, last_wall,
                        CAST(? AS BIGINT) + time_offset + GREATEST(0, last_wall - CAST(? AS BIGINT)) AS now_at
                    FROM type WHERE name > ?) AS type
                WHERE dead > ? OR last_wall > ?
                OR EXISTS (SELECT 1 FROM job WHERE type = name AND state = 'ACTIVE' AND until_at <= now_at)
                OR EXISTS (SELECT 1 FROM job WHERE type = name AND state = 'FINISHED' AND until_at <= now_at)
                OR EXISTS (SELECT 1 FROM job WHERE type = name AND state = 'DEAD' AND number <= now_at - ?)
                OR EXISTS (SELECT 1 FROM queue WHERE type = name AND forget_at <= now_at)
                OR NOT paused AND NOT EXISTS (SELECT 1 FROM queue WHERE type = name)
                ORDER BY name FETCH FIRST ? ROWS ONLY
                """,
                columns -> columns.getString(1),
                wall,
                wall,
                lastType(request.cursor()),
                limits.maxCount(),
                wall,
                limits.maxAgeMicros(),
                request.limit() + 1);
        Page<String> page = page(names, request.limit(), name -> name, name -> name);
        return new DueReply(page.items(), page.next(), OptionalLong.empty());
    }

    static Page<String> queues(Operation op, String last, int limit) {
        List<String> ids = op.sql.list("""
                SELECT id FROM queue WHERE type = ? AND id > ? AND forget_at > ?
                ORDER BY type, id FETCH FIRST ? ROWS ONLY
                """, columns -> columns.getString(1), op.type, last, op.now, limit + 1);
        return page(ids, limit, id -> id, NameCursor::after);
    }

    static Page<DeadJob> dead(Operation op, long afterNumber, int limit) {
        List<Numbered> jobs = op.sql.list(
                """
                SELECT number, queue, id, payload, until_at, deliveries, failure
                FROM job WHERE type = ? AND state = 'DEAD' AND number > ?
                ORDER BY type, state, number FETCH FIRST ? ROWS ONLY
                """,
                columns -> new Numbered(
                        columns.getLong(1),
                        new DeadJob(
                                JobKey.of(op.type, columns.getString(2), columns.getString(3)),
                                Payload.wrap(columns.getBytes(4)),
                                Headers.NONE,
                                EpochMicros.toInstant(op.time.toWallMicros(columns.getLong(5))),
                                columns.getInt(6),
                                Optional.ofNullable(columns.getString(7)))),
                op.type,
                afterNumber,
                limit + 1);
        return page(jobs, limit, Numbered::job, job -> Long.toString(job.number()));
    }

    /** The revision in a cursor of dead jobs. */
    static long number(@Nullable String cursor) {
        try {
            return cursor == null ? -1 : Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new InvalidValueException("cursor", "It must be one that a listing gave.");
        }
    }

    /** The type in a cursor of types. Without a cursor it is the empty string, which sorts before all types. */
    static String lastType(@Nullable String cursor) {
        return cursor == null ? "" : Bounds.queueType("cursor", cursor);
    }

    /** Cuts a page to its limit. The query fetches one item more, to know whether another page follows. */
    private static <T, R> Page<R> page(List<T> found, int limit, Function<T, R> item, Function<T, String> cursor) {
        boolean isLast = found.size() <= limit;
        List<T> kept = isLast ? found : found.subList(0, limit);
        return new Page<>(kept.stream().map(item).toList(), isLast ? null : cursor.apply(kept.get(limit - 1)));
    }
}
