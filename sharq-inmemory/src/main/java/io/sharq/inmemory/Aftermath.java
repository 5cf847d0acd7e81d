package io.sharq.inmemory;

import io.sharq.rules.Readiness;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation leaves to do once it holds no lock: to tell listeners of an earlier turn, and to remember for a while
 * what may be forgotten. Used by one thread.
 */
final class Aftermath {
    private final Wakeups wakeups;
    private @Nullable TypeState type;
    private @Nullable List<Forgettable> forgettable;
    private long earliestNewMicros = Readiness.NEVER;

    Aftermath(Wakeups wakeups) {
        this.wakeups = wakeups;
    }

    /** Settles a changed queue, under its lock. */
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

    /** A type that goes on may have queues in turn that nobody was told of. */
    void resumed(TypeState resumed) {
        type = resumed;
        earliestNewMicros = resumed.turns.earliestMicros();
    }

    /**
     * Does it. A new turn is told of if it is the first one: were another before it, whoever made that one has told, and
     * whoever took it looks again.
     */
    void run() {
        TypeState changed = type;
        if (changed == null) {
            return;
        }
        if (forgettable != null) {
            forgettable.forEach(thing -> remember(changed, thing));
        }
        boolean isFirst = earliestNewMicros != Readiness.NEVER && earliestNewMicros <= changed.turns.earliestMicros();
        if (isFirst && !changed.isPaused) {
            wakeups.ready(changed.name, changed.clock.toWallMicros(earliestNewMicros));
        }
    }
}
