package io.sharq.examples.h2;

import io.sharq.api.JobState;
import io.sharq.spi.ClearReply;
import io.sharq.spi.ClearRequest;
import io.sharq.spi.ConfigureReply;
import io.sharq.spi.ConfigureRequest;
import io.sharq.spi.Hold;
import io.sharq.spi.PauseRequest;
import java.util.function.Consumer;

/** Configure, pause and clear (rules 3 and 15). */
final class QueueControls {
    private final Operation op;

    QueueControls(Operation op) {
        this.op = op;
    }

    ConfigureReply configure(ConfigureRequest request) {
        return change(request.queue().id(), request.mustExist(), queue -> {
            queue.apply(request.settings(), false);
            Boolean pinned = request.pinned();
            queue.pinned = pinned == null ? queue.pinned : pinned;
            Hold hold = request.hold();
            if (hold != null) {
                apply(queue, hold);
            }
        });
    }

    private void apply(QueueRow queue, Hold hold) {
        if (hold instanceof Hold.Until until) {
            queue.heldUntil = Math.max(0, op.time.fromWallMicros(until.atMicros()));
            queue.holdReason = until.reason();
        } else if (hold instanceof Hold.Span span) {
            queue.heldUntil = op.now + span.spanMicros();
            queue.holdReason = span.reason();
        } else {
            queue.heldUntil = 0;
            queue.holdReason = "";
        }
    }

    private ConfigureReply change(String queueId, boolean mustExist, Consumer<QueueRow> change) {
        if (mustExist && op.find(queueId).isEmpty()) {
            return new ConfigureReply(false, op.stamp());
        }
        op.change();
        QueueRow queue = op.findOrMake(queueId);
        change.accept(queue);
        op.settle(queue);
        return new ConfigureReply(true, op.stamp());
    }

    ConfigureReply pause(PauseRequest request) {
        if (request.queueId() != null) {
            return change(request.queueId(), !request.paused(), queue -> queue.paused = request.paused());
        }
        if (!op.row.paused && !request.paused()) {
            return new ConfigureReply(false, op.stamp());
        }
        op.change();
        op.row.paused = request.paused();
        return new ConfigureReply(true, op.stamp());
    }

    ClearReply clear(ClearRequest request) {
        return op.find(request.queue().id())
                .map(queue -> clear(queue, request))
                .orElseGet(() -> new ClearReply(false, 0, false, op.stamp()));
    }

    private ClearReply clear(QueueRow queue, ClearRequest request) {
        op.change();
        op.promote(queue);
        int queued = op.sql.update("""
                DELETE FROM job WHERE type = ? AND queue = ? AND id IN (
                    SELECT id FROM job WHERE type = ? AND queue = ? AND state = 'QUEUED'
                    ORDER BY type, queue, state, rank, sequence FETCH FIRST ? ROWS ONLY)
                """, op.type, queue.id, op.type, queue.id, request.limit());
        int scheduled = op.sql.update("""
                DELETE FROM job WHERE type = ? AND queue = ? AND id IN (
                    SELECT id FROM job WHERE type = ? AND queue = ? AND state = 'SCHEDULED'
                    ORDER BY type, queue, state, until_at, rank, sequence FETCH FIRST ? ROWS ONLY)
                """, op.type, queue.id, op.type, queue.id, request.limit() - queued);
        queue.count(JobState.QUEUED, -queued);
        queue.count(JobState.SCHEDULED, -scheduled);
        if (request.settings()) {
            queue.resetSettings();
        }
        op.settle(queue);
        return new ClearReply(true, queued + scheduled, queue.length() > 0, op.stamp());
    }
}
