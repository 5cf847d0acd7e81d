package io.sharq.inmemory;

import io.sharq.api.EnqueueResult;
import io.sharq.api.EnqueueStatus;
import io.sharq.rules.Deadlines;
import io.sharq.rules.Place;
import io.sharq.spi.EnqueueItem;
import io.sharq.spi.EnqueueRequest;
import io.sharq.spi.JobOptions;
import java.util.ArrayList;
import java.util.List;

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
        queue.beginAnewIfForgotten(beginIn(queue.type));
        Job held = queue.jobs.get(item.jobId());
        if (held != null && !held.isForgottenAt(nowMicros)) {
            return refused(queue, EnqueueStatus.DUPLICATE);
        }
        Integer longest = item.options().maxLength();
        if (longest != null && queue.length() >= longest) {
            return refused(queue, EnqueueStatus.QUEUE_FULL);
        }
        return store(queue, item);
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
        Job job = new Job(queue, item.jobId(), item.payload(), item.headers(), place, options.requeueLimit());
        queue.jobs.put(job.id, job);
        job.deadlineMicros = Deadlines.at(options.deadlineMicros(), nowMicros);
        if (options.delayMicros() > 0) {
            queue.schedule(job, nowMicros + options.delayMicros());
        } else {
            queue.takePlace(job, nowMicros);
        }
        queue.noteDeadline(job, nowMicros);
        queue.apply(item.settings(), false);
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
