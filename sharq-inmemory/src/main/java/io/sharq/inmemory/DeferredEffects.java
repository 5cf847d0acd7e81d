package io.sharq.inmemory;

import io.sharq.api.JobKey;
import io.sharq.rules.Readiness;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work that an operation defers until it holds no lock: it notifies listeners of an earlier turn and of the end of watched
 * jobs, and registers what may be forgotten later. Used by one thread.
 */
final class DeferredEffects {
    private final ReadyNotifications wakeups;
    private final EndNotifications ends;
    private @Nullable TypeState type;
    private @Nullable List<Forgettable> forgettable;
    private @Nullable List<JobKey> ended;
    private long earliestNewMicros = Readiness.NEVER;
    private boolean mayHaveOpened;

    DeferredEffects(ReadyNotifications wakeups, EndNotifications ends) {
        this.wakeups = wakeups;
        this.ends = ends;
    }

    /** Updates a changed queue's turn and the instant at which it may be forgotten. The caller holds the queue's lock. */
    void settle(QueueState queue, long nowMicros, long revision) {
        type = queue.type;
        earliestNewMicros =
                Math.min(earliestNewMicros, queue.type.turns.settle(queue, nowMicros, revision, false, false));
        queue.noteMemory(nowMicros);
        if (queue.isToBeForgotten()) {
            remember(queue);
        }
    }

    void remember(Forgettable thing) {
        forgettable = forgettable == null ? new ArrayList<>(1) : forgettable;
        forgettable.add(thing);
    }

    private static void remember(TypeState type, Forgettable thing) {
        type.remembered.remember(thing);
        long leftMicros = thing.leftMicros();
        if (leftMicros != Readiness.NEVER) {
            long nowMicros = type.clock.peekMicros();
            type.visitAt(nowMicros + leftMicros, nowMicros);
        }
    }

    /** Rule 27: notes that a job has ended. The caller holds the queue's lock. */
    void ended(Job job) {
        if (job.watched) {
            job.watched = false;
            ended = ended == null ? new ArrayList<>(1) : ended;
            ended.add(JobKey.of(job.queue.type.name, job.queue.id, job.id));
        }
    }

    /** Notes that limits of a type may have opened. */
    void limitsChanged(TypeState changed) {
        type = changed;
        mayHaveOpened = true;
    }

    /** Notes that a type was resumed: it may have queues in turn for which no listener was notified. */
    void resumed(TypeState resumed) {
        type = resumed;
        earliestNewMicros = resumed.earliestMicros(resumed.limits.at(resumed.clock.begin()));
    }

    /**
     * Runs the deferred work. Listeners are notified only if the new turn is the type's first. If another is before it, the
     * operation that made that one has notified them, and the dequeue that takes it looks for the next turn itself.
     */
    void run() {
        TypeState changed = type;
        if (changed == null) {
            return;
        }
        if (forgettable != null) {
            forgettable.forEach(thing -> remember(changed, thing));
        }
        if (mayHaveOpened) {
            earliestNewMicros = Math.min(
                    earliestNewMicros, changed.limits.earliestMicros(changed.limits.at(changed.clock.begin())));
        }
        boolean isFirst = earliestNewMicros != Readiness.NEVER && earliestNewMicros <= changed.turns.earliestMicros();
        if (isFirst && !changed.isPaused) {
            wakeups.ready(changed.name, changed.clock.toWallMicros(earliestNewMicros));
        }
        if (ended != null) {
            ended.forEach(ends::ended);
        }
    }
}
