package io.sharq.examples.h2;

import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.JobState;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.JobOptions;
import java.util.Optional;

/** The enqueue (rules 3, 5, 10 and 11). */
final class Enqueues {
    private final Operation op;

    Enqueues(Operation op) {
        this.op = op;
    }

    EnqueueResult enqueue(EnqueueItem item) {
        Optional<QueueRow> known = op.find(item.queueId());
        long length = known.map(QueueRow::length).orElse(0L);
        if (op.find(item.queueId(), item.jobId()).isPresent()) {
            return new EnqueueResult(EnqueueStatus.DUPLICATE, length, op.stamp());
        }
        Integer longest = item.options().maxLength();
        if (longest != null && length >= longest) {
            return new EnqueueResult(EnqueueStatus.QUEUE_FULL, length, op.stamp());
        }
        QueueRow queue = op.findOrMake(item.queueId());
        store(queue, item);
        queue.apply(item.settings(), queue.pinned);
        op.counts.enqueued(queue.id);
        op.settle(queue);
        return new EnqueueResult(EnqueueStatus.QUEUED, queue.length(), op.stamp());
    }

    private void store(QueueRow queue, EnqueueItem item) {
        JobOptions options = item.options();
        JobRow job = new JobRow(queue.id, item.jobId(), options.order(), op.change(), options.requeueLimit());
        if (options.delayMicros() > 0) {
            job.state = JobState.SCHEDULED;
            job.untilAt = op.now + options.delayMicros();
        }
        job.insert(op.sql, op.type, item.payload());
        op.count(job, 1);
    }
}
