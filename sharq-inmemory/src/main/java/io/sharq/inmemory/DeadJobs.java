package io.sharq.inmemory;

import io.sharq.api.JobState;
import java.util.Map;

/** One operation's changes to the dead jobs of a type (rule 14). Used by one thread. */
final class DeadJobs {
    /** The most dead jobs that one dying job pushes out. */
    static final int AT_ONCE = 100;

    private final TypeState type;
    private final DeferredEffects aftermath;
    private final long nowMicros;

    DeadJobs(TypeState type, DeferredEffects aftermath, long nowMicros) {
        this.type = type;
        this.aftermath = aftermath;
        this.nowMicros = nowMicros;
    }

    /** Makes a job dead. The caller holds the queue's lock. */
    void die(QueueState queue, Job job, long revision) {
        job.state = JobState.DEAD;
        job.number = revision;
        job.untilMicros = nowMicros;
        queue.dead++;
        queue.forgetDeadline(job);
        type.dead.put(revision, job);
        type.deadCount.incrementAndGet();
        aftermath.ended(job);
    }

    /** Removes the oldest dead jobs while there are more than {@code maxCount}. Returns how many it removed. */
    int pushOut(int maxCount, int limit) {
        int gone = 0;
        while (gone < limit && type.deadCount.get() > maxCount && removeOldest()) {
            gone++;
        }
        return gone;
    }

    /** Removes the dead jobs that died at a revision or before. Returns how many it removed. */
    int removeUntil(long revision, int limit) {
        int gone = 0;
        Map.Entry<Long, Job> oldest = type.dead.firstEntry();
        while (gone < limit && oldest != null && oldest.getKey() <= revision) {
            if (take(oldest.getKey())) {
                remove(oldest.getValue());
            }
            gone++;
            oldest = type.dead.firstEntry();
        }
        return gone;
    }

    private boolean removeOldest() {
        Map.Entry<Long, Job> oldest = type.dead.firstEntry();
        if (oldest != null && take(oldest.getKey())) {
            remove(oldest.getValue());
        }
        return oldest != null;
    }

    /** Takes a dead job off the list. Of several threads only one succeeds, and it alone may redrive or remove the job. */
    private boolean take(long revision) {
        if (type.dead.remove(revision) == null) {
            return false;
        }
        type.deadCount.decrementAndGet();
        return true;
    }

    private void remove(Job job) {
        synchronized (job.queue) {
            job.queue.jobs.remove(job.id, job);
            job.queue.dead--;
            aftermath.settle(job.queue, nowMicros, type.change(nowMicros));
        }
    }

    /** Redrives a dead job to its place, or removes it. Returns whether it was dead. */
    boolean end(String queueId, String jobId, boolean redrives) {
        QueueState queue = type.queues.get(queueId);
        if (queue == null) {
            return false;
        }
        synchronized (queue) {
            Job job = queue.jobs.get(jobId);
            if (job == null || job.state != JobState.DEAD || !take(job.number)) {
                return false;
            }
            queue.dead--;
            if (redrives) {
                job.requeues = 0;
                queue.takePlace(job, nowMicros);
            } else {
                queue.jobs.remove(jobId);
            }
            aftermath.settle(queue, nowMicros, type.change(nowMicros));
            return true;
        }
    }
}
