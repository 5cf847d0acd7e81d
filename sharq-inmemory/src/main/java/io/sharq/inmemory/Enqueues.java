package io.sharq.inmemory;

import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.limit.Costs;
import io.sharq.api.limit.LimitNames;
import io.sharq.rules.Deadlines;
import io.sharq.rules.Place;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One enqueue (rules 3, 5, 10, 11 and 12). */
final class Enqueues {
    private final Types types;
    private final DeferredEffects aftermath;
    private final EnqueueRequest request;
    private final List<EnqueueResult> results;
    private long nowMicros = Long.MIN_VALUE;

    Enqueues(Types types, DeferredEffects aftermath, EnqueueRequest request) {
        this.types = types;
        this.aftermath = aftermath;
        this.request = request;
        this.results = new ArrayList<>(request.items().size());
    }

    List<EnqueueResult> run() {
        for (EnqueueItem item : request.items()) {
            TypeState full = types.withQueue(
                    "enqueue", request.type(), item.queueId(), queue -> results.add(enqueue(queue, item)));
            if (full != null) {
                results.add(new EnqueueResult(EnqueueStatus.TOO_MANY_QUEUES, 0, full.stamp(beginIn(full))));
            }
        }
        return results;
    }

    private EnqueueResult enqueue(QueueState queue, EnqueueItem item) {
        beginIn(queue.type);
        // Without limits of its own, and at a unit of each, no limit can refuse the job.
        if (item.settings().limits() == null && item.options().costs().equals(Costs.ONE)) {
            return enqueue(queue, item, null);
        }
        // No limit is deleted or changed between its check and its use.
        synchronized (queue.type.limits) {
            return enqueue(queue, item, refusal(queue, item));
        }
    }

    private EnqueueResult enqueue(QueueState queue, EnqueueItem item, @Nullable EnqueueStatus refusal) {
        if (refusal != null && queue.isForgottenAt(nowMicros)) {
            types.dropUnused(queue);
            return new EnqueueResult(refusal, 0, queue.type.stamp(nowMicros));
        }
        queue.beginAnewIfForgotten(nowMicros);
        Job held = queue.jobs.get(item.jobId());
        if (held != null && !held.isForgottenAt(nowMicros)) {
            return refused(queue, EnqueueStatus.DUPLICATE);
        }
        Integer longest = item.options().maxLength();
        if (longest != null && queue.length() >= longest) {
            return refused(queue, EnqueueStatus.QUEUE_FULL);
        }
        return refusal != null ? refused(queue, refusal) : store(queue, item);
    }

    /** Rule 18: whether the job names limits that do not exist, or costs too much of one. */
    private @Nullable EnqueueStatus refusal(QueueState queue, EnqueueItem item) {
        LimitNames named = item.settings().limits();
        boolean isNew = queue.isForgottenAt(nowMicros);
        LimitNames drawnFrom = named == null || (!isNew && queue.pinned) ? queue.limitsAt(nowMicros) : named;
        return queue.type.limits.refusal(named, drawnFrom, item.options().costs());
    }

    private long beginIn(TypeState type) {
        if (nowMicros == Long.MIN_VALUE) {
            nowMicros = type.clock.begin();
        }
        return nowMicros;
    }

    private EnqueueResult store(QueueState queue, EnqueueItem item) {
        TypeState type = queue.type;
        long revision = type.change(nowMicros);
        JobOptions options = item.options();
        Place place = new Place(options.order(), revision);
        Job job = new Job(
                queue, item.jobId(), item.payload(), item.headers(), place, options.requeueLimit(), options.costs());
        queue.jobs.put(job.id, job);
        job.deadlineMicros = Deadlines.at(options.deadlineMicros(), nowMicros);
        if (options.delayMicros() > 0) {
            queue.schedule(job, nowMicros + options.delayMicros());
        } else {
            queue.takePlace(job, nowMicros);
        }
        queue.noteDeadline(job, nowMicros);
        queue.apply(item.settings(), false, nowMicros);
        long minute = type.minute(nowMicros);
        queue.counts.enqueued(minute);
        type.counts.enqueued(minute);
        aftermath.settle(queue, nowMicros, revision);
        return new EnqueueResult(EnqueueStatus.QUEUED, queue.length(), type.stamp(revision, nowMicros));
    }

    private EnqueueResult refused(QueueState queue, EnqueueStatus status) {
        return new EnqueueResult(status, queue.length(), queue.type.stamp(nowMicros));
    }
}
