package io.sharq.tck.model;

import io.sharq.api.ChangeStatus;
import io.sharq.api.JobState;
import io.sharq.rules.Place;
import io.sharq.spi.ChangeItem;
import io.sharq.spi.ChangeResult;
import io.sharq.spi.JobRef;
import java.util.Optional;
import java.util.function.Consumer;

/** Rule 25: cancel and change of jobs that wait. */
final class JobChanges {
    private JobChanges() {}

    static ChangeResult cancel(Now now, JobRef ref) {
        return onWaiting(now, ref, job -> job.queue.jobs.remove(job.id));
    }

    static ChangeResult change(Now now, ChangeItem item) {
        return onWaiting(now, item.job(), job -> {
            if (item.order() != null) {
                job.place = new Place(item.order(), job.place.sequence());
            }
            if (item.payload() != null) {
                job.payload = item.payload();
            }
            if (item.delayMicros() != null) {
                job.state = item.delayMicros() > 0 ? JobState.SCHEDULED : JobState.QUEUED;
                job.until = now.at() + item.delayMicros();
            }
        });
    }

    private static ChangeResult onWaiting(Now now, JobRef ref, Consumer<ModelJob> change) {
        Optional<ModelJob> found = now.type().find(ref.queueId(), ref.jobId(), now.at());
        if (found.isPresent() && found.get().waits()) {
            ModelJob job = found.get();
            now.change();
            job.queue.promote(now.at());
            change.accept(job);
            now.settle(job.queue);
        }
        return new ChangeResult(found.map(JobChanges::before).orElse(ChangeStatus.NOT_FOUND), now.stamp());
    }

    private static ChangeStatus before(ModelJob job) {
        if (job.is(JobState.ACTIVE)) {
            return ChangeStatus.LEASED;
        }
        if (job.is(JobState.DEAD)) {
            return ChangeStatus.DEAD;
        }
        return job.is(JobState.FINISHED) ? ChangeStatus.FINISHED : ChangeStatus.DONE;
    }
}
