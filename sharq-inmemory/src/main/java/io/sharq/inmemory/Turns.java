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

    /** The queues after a turn, in order. */
    NavigableMap<Turn, QueueState> after(Turn turn) {
        return queues.tailMap(turn, false);
    }

    void put(Turn turn, QueueState queue) {
        queues.put(turn, queue);
    }

    void remove(Turn turn) {
        queues.remove(turn);
    }

    /** The earliest instant in turn; {@link Readiness#NEVER} if no queue is in turn. */
    long earliestMicros() {
        Map.Entry<Turn, QueueState> first = queues.firstEntry();
        return first == null ? Readiness.NEVER : first.getKey().sinceMicros();
    }

    /**
     * Recomputes the turn of a changed queue. The caller holds the queue's lock. The new turn is added before the old one is
     * removed, so that other threads always see a queue that is in turn.
     *
     * @param wasServed whether the queue has just released a job, and so goes behind all ready queues
     * @param ownsActive whether the calling dequeue released the queue's active jobs itself
     * @return the instant of a new turn; {@link Readiness#NEVER} if the queue got none
     */
    long settle(QueueState queue, long nowMicros, long revision, boolean wasServed, boolean ownsActive) {
        Turn before = queue.turn;
        long previous = before == null || wasServed ? Readiness.NEVER : before.sinceMicros();
        long since = Readiness.since(previous, Readiness.next(queue.facts(ownsActive)), nowMicros);
        if (since == previous && !wasServed) {
            return Readiness.NEVER;
        }
        if (!queue.limits.names().isEmpty()) {
            queue.turn = since == Readiness.NEVER ? null : new Turn(since, revision, queue.id);
            queue.type.limits.place(queue, nowMicros);
            return since;
        }
        if (since == Readiness.NEVER) {
            queue.turn = null;
        } else {
            Turn after = new Turn(since, revision, queue.id);
            queue.turn = after;
            queues.put(after, queue);
        }
        if (before != null && !before.equals(queue.turn)) {
            queues.remove(before);
        }
        return since;
    }
}
