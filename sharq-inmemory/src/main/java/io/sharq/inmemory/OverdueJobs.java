package io.sharq.inmemory;

import io.sharq.api.DeadJob;
import io.sharq.api.JobState;
import io.sharq.rules.Deadlines;
import io.sharq.rules.Place;
import java.util.Map;

/** One operation's deaths of waiting jobs whose deadlines have passed (rule 23). Used by one thread. */
final class OverdueJobs {
    private static final int AT_ONCE = 1_000;

    private final TypeState type;
    private final DeferredEffects aftermath;
    private final DeadJobs deaths;
    private final long nowMicros;

    OverdueJobs(TypeState type, DeferredEffects aftermath, long nowMicros) {
        this.type = type;
        this.aftermath = aftermath;
        this.nowMicros = nowMicros;
        this.deaths = new DeadJobs(type, aftermath, nowMicros);
    }

    /** Lets overdue jobs of the type die, the earliest deadline first. Returns whether some may be left. */
    boolean die() {
        int died = 0;
        Map.Entry<DeadlinePlace, Job> first = type.deadlines.firstEntry();
        while (died < AT_ONCE
                && first != null
                && Deadlines.hasPassed(first.getKey().atMicros(), nowMicros)) {
            died += die(first.getKey(), first.getValue()) ? 1 : 0;
            first = type.deadlines.firstEntry();
        }
        return died == AT_ONCE;
    }

    /** A job under a lease only loses its entry: it dies when it comes back. */
    private boolean die(DeadlinePlace place, Job job) {
        QueueState queue = job.queue;
        synchronized (queue) {
            boolean waits = job.state == JobState.QUEUED || job.state == JobState.SCHEDULED;
            if (type.deadlines.remove(place, job) && waits) {
                long revision = type.change(nowMicros);
                queue.unqueue(job);
                bury(queue, job, job.deadlineMicros, revision);
                aftermath.settle(queue, nowMicros, revision);
                return true;
            }
            return false;
        }
    }

    /** Lets the first queued jobs of a queue die, as long as they are overdue. The caller holds the queue's lock. */
    void dieFirst(QueueState queue) {
        Map.Entry<Place, Job> first = queue.queued.firstEntry();
        while (first != null && first.getValue().isOverdueAt(nowMicros)) {
            queue.queued.remove(first.getKey());
            bury(queue, first.getValue(), first.getValue().deadlineMicros, type.change(nowMicros));
            first = queue.queued.firstEntry();
        }
    }

    /**
     * Lets a job die that does not wait any more. The caller holds the queue's lock.
     *
     * @param diedMicros the instant of its death
     */
    void bury(QueueState queue, Job job, long diedMicros, long revision) {
        job.lastFailure = DeadJob.DEADLINE;
        deaths.die(queue, job, revision);
        job.untilMicros = diedMicros;
        type.visitAt(nowMicros, nowMicros);
    }
}
