package io.sharq.inmemory;

import io.sharq.rules.Readiness;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The queues of a type that are in turn (rule 4). Thread-safe. */
final class Turns {
    private final ConcurrentSkipListMap<Turn, QueueState> queues = new ConcurrentSkipListMap<>();

    Map.@Nullable Entry<Turn, QueueState> first() {
        return queues.firstEntry();
    }

    /** The queues after a turn, first one first. */
    NavigableMap<Turn, QueueState> after(Turn turn) {
        return queues.tailMap(turn, false);
    }

    /** The earliest instant in turn, {@link Readiness#NEVER} if no queue is. */
    long earliestMicros() {
        Map.Entry<Turn, QueueState> first = queues.firstEntry();
        return first == null ? Readiness.NEVER : first.getKey().sinceMicros();
    }

    /**
     * Gives a changed queue its turn anew. The queue's lock is held. The new turn is put in before the old one goes, so
     * that nobody sees a queue that is in turn as if it were not.
     *
     * @param wasServed whether the queue has just released a job, and so goes behind those that waited
     * @param ownsActive whether the call itself released its active jobs
     * @return the instant of a new turn, {@link Readiness#NEVER} if it got none
     */
    long settle(QueueState queue, long nowMicros, long revision, boolean wasServed, boolean ownsActive) {
        Turn before = queue.turn;
        long previous = before == null || wasServed ? Readiness.NEVER : before.sinceMicros();
        long since = Readiness.since(previous, Readiness.next(queue.facts(ownsActive)), nowMicros);
        if (since == previous && !wasServed) {
            return Readiness.NEVER;
        }
        if (since == Readiness.NEVER) {
            queue.turn = null;
        } else {
            Turn after = new Turn(since, revision);
            queue.turn = after;
            queues.put(after, queue);
        }
        if (before != null && !before.equals(queue.turn)) {
            queues.remove(before);
        }
        return since;
    }
}
