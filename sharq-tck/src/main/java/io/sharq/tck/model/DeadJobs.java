package io.sharq.tck.model;

import io.sharq.api.DeadJob;
import io.sharq.api.EpochMicros;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.spi.DeadJobResult;
import io.sharq.spi.JobRef;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Rule 14: death, the limits on dead jobs, discard and redrive. */
final class DeadJobs {
    private static final int PUSHED_OUT = 100;

    private DeadJobs() {}

    /** The dead jobs of a type, oldest first. */
    static List<ModelJob> dead(ModelType type) {
        return type.all(JobState.DEAD).stream()
                .sorted(Comparator.comparingLong(job -> job.death))
                .toList();
    }

    static void bury(Now now, ModelJob job, int count) {
        job.state = JobState.DEAD;
        job.until = now.at();
        job.death = now.type().revision();
        now.settle(job.queue);
        pushOut(now, count, PUSHED_OUT);
    }

    static int pushOut(Now now, int count, int limit) {
        List<ModelJob> dead = dead(now.type());
        int over = Math.min(limit, Math.max(0, dead.size() - count));
        dead.subList(0, over).forEach(job -> remove(now, job));
        return over;
    }

    static int removeAged(Now now, long age, int limit) {
        List<ModelJob> aged = dead(now.type()).stream()
                .filter(job -> job.death <= now.at() - age)
                .limit(limit)
                .toList();
        aged.forEach(job -> remove(now, job));
        return aged.size();
    }

    private static void remove(Now now, ModelJob job) {
        now.change();
        job.queue.jobs.remove(job.id);
        now.settle(job.queue);
    }

    static DeadJobResult discard(Now now, JobRef ref) {
        Optional<ModelJob> dead = find(now, ref);
        dead.ifPresent(job -> remove(now, job));
        return new DeadJobResult(dead.isPresent(), now.stamp());
    }

    static DeadJobResult redrive(Now now, JobRef ref) {
        Optional<ModelJob> dead = find(now, ref);
        dead.ifPresent(job -> {
            now.change();
            job.state = JobState.QUEUED;
            job.requeues = 0;
            now.settle(job.queue);
        });
        return new DeadJobResult(dead.isPresent(), now.stamp());
    }

    private static Optional<ModelJob> find(Now now, JobRef ref) {
        return now.type().find(ref.queueId(), ref.jobId(), now.at()).filter(job -> job.is(JobState.DEAD));
    }

    static DeadJob view(Now now, String type, ModelJob job) {
        return new DeadJob(
                JobKey.of(type, job.queue.id, job.id),
                job.payload,
                job.headers,
                EpochMicros.toInstant(now.toWall(job.until)),
                job.deliveries,
                Optional.ofNullable(job.failure));
    }
}
