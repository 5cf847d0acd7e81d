package io.sharq.inmemory;

import io.sharq.api.ChangeStatus;
import io.sharq.api.JobState;
import io.sharq.rules.Place;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.JobRef;
import java.util.function.BiConsumer;

/** One operation's changes to waiting jobs, all at one instant (rules 12 and 25). Used by one thread. */
final class JobChanges {
    private final TypeState type;
    private final DeferredEffects aftermath;
    private final long nowMicros;

    JobChanges(TypeState type, DeferredEffects aftermath) {
        this.type = type;
        this.aftermath = aftermath;
        this.nowMicros = type.clock.begin();
    }

    ChangeResult cancel(JobRef ref) {
        return onWaiting(ref, (queue, job) -> {
            queue.unqueue(job);
            queue.remove(job);
            aftermath.ended(job);
        });
    }

    ChangeResult change(ChangeItem item) {
        return onWaiting(item.job(), (queue, job) -> {
            queue.unqueue(job);
            if (item.payload() != null) {
                job.payload = item.payload();
            }
            if (item.order() != null) {
                job.place = new Place(item.order(), job.place.sequence());
            }
            long dueMicros = dueMicros(item, job);
            if (dueMicros > nowMicros) {
                queue.schedule(job, dueMicros);
            } else {
                queue.takePlace(job, job.state == JobState.QUEUED ? job.untilMicros : nowMicros);
            }
        });
    }

    /** The instant at which the job is due after a change; not in the future if it takes its place at once. */
    private long dueMicros(ChangeItem item, Job job) {
        if (item.delayMicros() != null) {
            return nowMicros + item.delayMicros();
        }
        return job.state == JobState.SCHEDULED ? job.untilMicros : nowMicros;
    }

    private ChangeResult onWaiting(JobRef ref, BiConsumer<QueueState, Job> change) {
        QueueState queue = type.queues.get(ref.queueId());
        if (queue == null) {
            return result(ChangeStatus.NOT_FOUND);
        }
        synchronized (queue) {
            ChangeStatus status = status(queue, ref.jobId());
            if (status != ChangeStatus.DONE) {
                return result(status);
            }
            long revision = type.change(nowMicros);
            queue.promote(nowMicros);
            change.accept(queue, queue.jobs.get(ref.jobId()));
            aftermath.settle(queue, nowMicros, revision);
            return new ChangeResult(status, type.stamp(revision, nowMicros));
        }
    }

    private ChangeStatus status(QueueState queue, String jobId) {
        Job job = queue.isGone || queue.isForgottenAt(nowMicros) ? null : queue.jobs.get(jobId);
        if (job == null || job.isForgottenAt(nowMicros)) {
            return ChangeStatus.NOT_FOUND;
        }
        return switch (job.state) {
            case QUEUED, SCHEDULED -> ChangeStatus.DONE;
            case ACTIVE -> ChangeStatus.LEASED;
            case DEAD -> ChangeStatus.DEAD;
            case FINISHED -> ChangeStatus.FINISHED;
        };
    }

    private ChangeResult result(ChangeStatus status) {
        return new ChangeResult(status, type.stamp(nowMicros));
    }
}
