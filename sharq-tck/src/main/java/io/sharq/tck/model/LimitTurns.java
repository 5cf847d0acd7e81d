package io.sharq.tck.model;

import io.sharq.rules.QueueOrder;
import io.sharq.rules.Readiness;
import io.sharq.rules.limit.LimitGate;
import io.sharq.rules.limit.LimitInstant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rule 21: the instant from which a queue is ready, with its limits. */
final class LimitTurns {
    /** The queues for which a limit may keep its room. */
    private static final int LONGEST_WAITING = 8;

    private static final Comparator<ModelQueue> BY_OWN_TURN = Comparator.<ModelQueue>comparingLong(queue -> queue.since)
            .thenComparingLong(queue -> queue.turn)
            .thenComparing(queue -> queue.id, QueueOrder::compare);

    private final ModelType type;
    private final LimitInstant at;

    LimitTurns(ModelType type, LimitInstant at) {
        this.type = type;
        this.at = at;
    }

    /** The latest of its own instant and the openings of its limits, with the room that they keep for others. */
    long ready(ModelQueue queue) {
        long ready = queue.since;
        if (ready == Readiness.NEVER) {
            return ready;
        }
        for (ModelLimit limit : type.limitsOf(queue)) {
            ready = Math.max(ready, Math.max(limit.gate(at).opensAt(at), keptUntil(limit, queue)));
        }
        return ready;
    }

    /** The same for a dequeue that names the queue, for which no room is kept. */
    long readyByName(ModelQueue queue) {
        return Math.max(queue.since, opensLast(queue, null));
    }

    /** The first queue whose turn has come. */
    Optional<ModelQueue> first(Predicate<ModelQueue> mayServe) {
        return type.queues.values().stream()
                .filter(queue -> queue.since <= at.nowMicros() && mayServe.test(queue))
                .filter(queue -> ready(queue) <= at.nowMicros())
                .min(Comparator.<ModelQueue>comparingLong(this::ready).thenComparing(BY_OWN_TURN));
    }

    long earliest() {
        return type.queues.values().stream().mapToLong(this::ready).min().orElse(Readiness.NEVER);
    }

    private long opensLast(ModelQueue queue, @Nullable ModelLimit except) {
        return type.limitsOf(queue).stream()
                .filter(limit -> limit != except)
                .mapToLong(limit -> limit.gate(at).opensAt(at))
                .max()
                .orElse(0);
    }

    /**
     * A limit that has opened keeps its room for a queue that needs others too, if those open within one unit interval after it
     * did. 0 if it keeps none, or keeps it for this queue.
     */
    private long keptUntil(ModelLimit limit, ModelQueue queue) {
        LimitGate gate = limit.gate(at);
        long opens = gate.opensAt(at);
        if (opens > at.nowMicros()) {
            return 0;
        }
        for (ModelQueue waiting : longestWaiting(limit)) {
            long others = opensLast(waiting, limit);
            if (others != Readiness.NEVER && others <= opens + gate.unitIntervalMicros()) {
                return waiting == queue ? 0 : others;
            }
        }
        return 0;
    }

    private List<ModelQueue> longestWaiting(ModelLimit limit) {
        return type.queues.values().stream()
                .filter(queue -> queue.since <= at.nowMicros())
                .filter(queue -> queue.limits().names().size() > 1
                        && queue.limits().names().contains(limit.name))
                .sorted(BY_OWN_TURN)
                .limit(LONGEST_WAITING)
                .toList();
    }
}
