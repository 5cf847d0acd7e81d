package io.sharq.tck.model;

import io.sharq.api.DeadJob;
import io.sharq.api.EpochMicros;
import io.sharq.api.JobKey;
import io.sharq.api.JobState;
import io.sharq.rules.Deadlines;
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
        bury(now, job);
        pushOut(now, count, PUSHED_OUT);
    }

    private static void bury(Now now, ModelJob job) {
        bury(now, job, now.at());
    }

    private static void bury(Now now, ModelJob job, long diedAt) {
        job.state = JobState.DEAD;
        job.until = diedAt;
        job.death = now.type().revision();
        now.settle(job.queue);
    }

    /** Rule 23: the death of a job that comes back after its deadline. */
    static void buryOverdue(Now now, ModelJob job) {
        job.failure = DeadJob.DEADLINE;
        bury(now, job);
    }

    /** Rule 23: lets waiting jobs die whose deadlines have passed, the earliest first. */
    static void buryOverdue(Now now) {
        List<ModelJob> overdue = now.type().overdue(now.at()).stream()
                .sorted(Comparator.<ModelJob>comparingLong(job -> job.deadline)
                        .thenComparingLong(job -> job.place.sequence()))
                .toList();
        overdue.forEach(job -> {
            now.change();
            job.failure = DeadJob.DEADLINE;
            bury(now, job, job.deadline);
        });
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
            job.deadline = Deadlines.NONE;
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
