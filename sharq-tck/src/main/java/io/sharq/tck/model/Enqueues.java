package io.sharq.tck.model;

import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.JobState;
import io.sharq.api.limit.LimitNames;
import io.sharq.rules.Deadlines;
import io.sharq.rules.Place;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.QueueChange;
import java.util.Optional;

/** Rules 3, 10 and 11, and the bound on queues: the enqueue. */
final class Enqueues {
    private Enqueues() {}

    static EnqueueResult enqueue(Now now, EnqueueItem item) {
        Optional<ModelQueue> known = now.type().find(item.queueId(), now.at());
        long length = known.map(ModelQueue::length).orElse(0L);
        if (now.type().find(item.queueId(), item.jobId(), now.at()).isPresent()) {
            return new EnqueueResult(EnqueueStatus.DUPLICATE, length, now.stamp());
        }
        Integer longest = item.options().maxLength();
        if (longest != null && length >= longest) {
            return new EnqueueResult(EnqueueStatus.QUEUE_FULL, length, now.stamp());
        }
        if (!now.type().hasRoomFor(item.queueId())) {
            return new EnqueueResult(EnqueueStatus.TOO_MANY_QUEUES, 0, now.stamp());
        }
        LimitNames named = item.settings().limits();
        LimitNames current = known.map(ModelQueue::limits)
                .orElseGet(() -> now.type().defaults.value(item.queueId(), QueueChange::limits, LimitNames.NONE));
        boolean isPinned = known.map(queue -> queue.pinned).orElse(false);
        LimitNames drawnFrom = named == null || isPinned ? current : named;
        EnqueueStatus refusal =
                Limits.refusal(now, named, drawnFrom, item.options().costs());
        if (refusal != null) {
            return new EnqueueResult(refusal, length, now.stamp());
        }
        ModelQueue queue = now.type().findOrMake(item.queueId(), now.at());
        Place place = new Place(item.options().order(), now.change());
        int limit = item.options().requeueLimit();
        ModelJob job = new ModelJob(
                queue,
                item.jobId(),
                item.payload(),
                item.headers(),
                place,
                limit,
                item.options().costs());
        job.deadline = Deadlines.at(item.options().deadlineMicros(), now.at());
        queue.jobs.put(job.id, job);
        long delay = item.options().delayMicros();
        if (delay > 0) {
            job.state = JobState.SCHEDULED;
            job.until = now.at() + delay;
        }
        change(queue, item.settings(), queue.pinned);
        queue.counts.enqueued(now.wall());
        now.type().counts.enqueued(now.wall());
        now.settle(queue);
        return new EnqueueResult(EnqueueStatus.QUEUED, queue.length(), now.stamp());
    }

    static void change(ModelQueue queue, QueueChange change, boolean keepsPinned) {
        LimitNames limits = change.limits();
        if (limits != null && !keepsPinned) {
            queue.limits = limits;
            queue.keepsLimits = false;
        }
        Long interval = change.intervalMillis();
        if (interval != null && !keepsPinned) {
            queue.interval = interval;
        }
        Boolean ordered = change.ordered();
        if (ordered != null) {
            queue.ordered = ordered;
        }
        Integer concurrency = change.concurrency();
        if (concurrency != null) {
            queue.concurrency = concurrency;
        }
    }
}
