package io.sharq.inmemory;

import io.sharq.api.BackendException;
import io.sharq.api.EnqueueStatus;
import io.sharq.api.Outcome;
import io.sharq.api.limit.Costs;
import io.sharq.api.limit.LimitKey;
import io.sharq.api.limit.LimitNames;
import io.sharq.api.limit.Used;
import io.sharq.rules.Readiness;
import io.sharq.rules.limit.LimitGate;
import io.sharq.rules.limit.LimitInstant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a type, and the order of the queues that draw from them (rules 18 to 21). Guarded by its own monitor, which is
 * taken after that of a queue.
 *
 * <p>Each queue in turn that draws from limits is parked at one of them. A limit stands in the order with the key of its
 * first parked queue, as if nothing else held that queue back. So a key is never later than the truth. The first key that is
 * true names the queue whose turn it is; a queue whose key is not is parked at the limit that opens last.
 */
final class TypeLimits {
    /** The queues for which a limit may keep its room. */
    private static final int LONGEST_WAITING = 8;

    private final String type;
    private final TypeClock clock;
    private final Map<String, LimitRecord> limits = new TreeMap<>();
    private final TreeMap<ReadyKey, LimitRecord> order = new TreeMap<>();
    private volatile boolean isEmpty = true;

    /** The latest change. Threads may come with instants out of order, and a level does not go back. */
    private long latestMicros;

    /**
     * The first queue in the order.
     *
     * @param queue the queue
     * @param key its key
     */
    record First(QueueState queue, ReadyKey key) {}

    TypeLimits(String type, TypeClock clock) {
        this.type = type;
        this.clock = clock;
    }

    /** Whether there are none, without the monitor. */
    boolean isEmpty() {
        return isEmpty;
    }

    LimitInstant at(long nowMicros) {
        return new LimitInstant(nowMicros, clock.toWallMicros(nowMicros));
    }

    /** The instant of a change. */
    private LimitInstant changedAt(long nowMicros) {
        latestMicros = Math.max(latestMicros, nowMicros);
        return at(latestMicros);
    }

    synchronized @Nullable LimitRecord find(String name) {
        return limits.get(name);
    }

    synchronized List<String> names() {
        return List.copyOf(limits.keySet());
    }

    synchronized LimitRecord findOrMake(String name, long revision) {
        isEmpty = false;
        return limits.computeIfAbsent(name, made -> new LimitRecord(made, revision));
    }

    synchronized void remove(String name) {
        limits.remove(name);
        isEmpty = limits.isEmpty();
    }

    /** Runs a change of a limit and moves its entry. */
    synchronized void change(LimitRecord limit, long nowMicros, Consumer<LimitInstant> change) {
        LimitInstant at = changedAt(nowMicros);
        change.accept(at);
        reorder(limit, at);
    }

    private List<LimitRecord> limitsOf(QueueState queue) {
        List<LimitRecord> found = new ArrayList<>();
        for (String name : queue.limits.names()) {
            LimitRecord limit = limits.get(name);
            if (limit != null) {
                found.add(limit);
            }
        }
        return found;
    }

    private void reorder(LimitRecord limit, LimitInstant at) {
        ReadyKey key = limit.keyAt(at);
        if (!Objects.equals(key, limit.key)) {
            if (limit.key != null) {
                order.remove(limit.key);
            }
            limit.key = key;
            if (key != null) {
                order.put(key, limit);
            }
        }
    }

    // What a queue draws from. The caller holds the queue's monitor.

    /** Refuses settings that name limits that do not exist. */
    synchronized void check(String operation, @Nullable LimitNames named) {
        List<String> names = named == null ? List.of() : named.names();
        for (String name : names) {
            if (!limits.containsKey(name)) {
                throw new BackendException(
                        Outcome.REJECTED, operation, "There is no limit " + new LimitKey(type, name) + ".", null);
            }
        }
    }

    synchronized @Nullable EnqueueStatus refusal(@Nullable LimitNames named, LimitNames drawnFrom, Costs costs) {
        boolean areKnown = named == null || limits.keySet().containsAll(named.names());
        if (!areKnown || !drawnFrom.names().containsAll(costs.byLimit().keySet())) {
            return EnqueueStatus.UNKNOWN_LIMIT;
        }
        for (String name : drawnFrom.names()) {
            LimitRecord limit = limits.get(name);
            if (limit == null || costs.of(name) > limit.parts.costBound()) {
                return limit == null ? EnqueueStatus.UNKNOWN_LIMIT : EnqueueStatus.COST_TOO_HIGH;
            }
        }
        return null;
    }

    synchronized void draw(QueueState queue, LimitNames names, long nowMicros) {
        leave(queue, queue.placed, at(nowMicros));
        limitsOf(queue).forEach(limit -> limit.queues.remove(queue));
        queue.limits = names;
        limitsOf(queue).forEach(limit -> limit.queues.add(queue));
        join(queue, queue.turn, at(nowMicros));
    }

    /** Puts a queue in its place after a change of its turn. */
    synchronized void place(QueueState queue, long nowMicros) {
        leave(queue, queue.placed, at(nowMicros));
        join(queue, queue.turn, at(nowMicros));
    }

    private void leave(QueueState queue, @Nullable Turn turn, LimitInstant at) {
        if (turn == null) {
            return;
        }
        for (LimitRecord limit : limitsOf(queue)) {
            limit.waiting.remove(turn);
            if (limit.parked.remove(turn) != null) {
                reorder(limit, at);
            }
        }
        queue.placed = null;
    }

    private void join(QueueState queue, @Nullable Turn turn, LimitInstant at) {
        List<LimitRecord> drawnFrom = limitsOf(queue);
        if (turn == null || drawnFrom.isEmpty()) {
            return;
        }
        LimitRecord last = drawnFrom.get(0);
        for (LimitRecord limit : drawnFrom) {
            if (drawnFrom.size() > 1) {
                limit.waiting.put(turn, queue);
            }
            last = limit.opensAt(at) > last.opensAt(at) ? limit : last;
        }
        last.parked.put(turn, queue);
        queue.placed = turn;
        reorder(last, at);
    }

    // Turns.

    /** The first queue in the order, whether or not its instant has come; null if none waits for time alone. */
    synchronized @Nullable First first(LimitInstant at) {
        Map<LimitRecord, ReadyKey> delayed = new HashMap<>();
        while (true) {
            LimitRecord limit = null;
            ReadyKey key = null;
            for (Map.Entry<ReadyKey, LimitRecord> entry : order.entrySet()) {
                if (!delayed.containsKey(entry.getValue())) {
                    limit = entry.getValue();
                    key = entry.getKey();
                    break;
                }
            }
            for (Map.Entry<LimitRecord, ReadyKey> entry : delayed.entrySet()) {
                if (key == null || entry.getValue().compareTo(key) < 0) {
                    limit = entry.getKey();
                    key = entry.getValue();
                }
            }
            if (limit == null || key == null) {
                return null;
            }
            if (!delayed.containsKey(limit) && !key.equals(limit.keyAt(at))) {
                reorder(limit, at);
                continue;
            }
            QueueState queue = limit.parked.firstEntry().getValue();
            Turn turn = limit.parked.firstKey();
            LimitRecord last = limit;
            long ready = Math.max(turn.sinceMicros(), opensFor(limit, queue, at));
            for (LimitRecord other : limitsOf(queue)) {
                long opens = opensFor(other, queue, at);
                if (opens > ready) {
                    ready = opens;
                    last = other;
                }
            }
            ReadyKey truth = new ReadyKey(ready, turn);
            if (truth.equals(key)) {
                return new First(queue, key);
            }
            if (last != limit) {
                limit.parked.remove(turn);
                last.parked.put(turn, queue);
                delayed.remove(limit);
                delayed.remove(last);
                reorder(limit, at);
                reorder(last, at);
            } else {
                delayed.put(limit, truth);
            }
        }
    }

    /** The instant from which a queue is ready; {@link Readiness#NEVER} if only an event makes it so. */
    synchronized long ready(QueueState queue, LimitInstant at) {
        Turn turn = queue.turn;
        if (turn == null) {
            return Readiness.NEVER;
        }
        long ready = turn.sinceMicros();
        for (LimitRecord limit : limitsOf(queue)) {
            ready = Math.max(ready, opensFor(limit, queue, at));
        }
        return ready;
    }

    /** The same for a dequeue that names the queue, for which no room is kept. */
    synchronized long readyByName(QueueState queue, LimitInstant at) {
        Turn turn = queue.turn;
        return turn == null ? Readiness.NEVER : Math.max(turn.sinceMicros(), opensLast(queue, null, at));
    }

    long earliestMicros(LimitInstant at) {
        First first = isEmpty ? null : first(at);
        return first == null ? Readiness.NEVER : first.key().readyMicros();
    }

    private long opensLast(QueueState queue, @Nullable LimitRecord except, LimitInstant at) {
        long opens = 0;
        for (LimitRecord limit : limitsOf(queue)) {
            opens = limit == except ? opens : Math.max(opens, limit.opensAt(at));
        }
        return opens;
    }

    /** The opening of a limit for a queue, with the room that it keeps for another (rule 21). */
    private long opensFor(LimitRecord limit, QueueState queue, LimitInstant at) {
        LimitGate gate = limit.gate(at);
        long opens = gate.opensAt(at);
        if (opens > at.nowMicros()) {
            return opens;
        }
        int left = LONGEST_WAITING;
        for (Map.Entry<Turn, QueueState> waiting : limit.waiting.entrySet()) {
            if (left == 0 || waiting.getKey().sinceMicros() > at.nowMicros()) {
                return opens;
            }
            left--;
            long others = opensLast(waiting.getValue(), limit, at);
            if (others != Readiness.NEVER && others <= opens + gate.unitIntervalMicros()) {
                return waiting.getValue() == queue ? opens : Math.max(opens, others);
            }
        }
        return opens;
    }

    // Releases and the ends of leases. The caller holds the queue's monitor.

    /**
     * Takes a job's costs from all limits of its queue, if it is its turn.
     *
     * @param isNamed whether the dequeue names the queue, so that it need not be its turn
     * @param revision takes the number of the lease
     * @return the number of the lease, 0 if it is not the queue's turn
     */
    synchronized long take(QueueState queue, Job job, boolean isNamed, long nowMicros, LongSupplier revision) {
        LimitInstant at = at(nowMicros);
        boolean mayGo = isNamed ? readyByName(queue, at) <= nowMicros : isFirst(queue, at);
        if (!mayGo) {
            return 0;
        }
        long number = revision.getAsLong();
        LimitInstant changed = changedAt(nowMicros);
        for (LimitRecord limit : limitsOf(queue)) {
            long cost = job.costs.of(limit.name);
            job.taken.put(limit.name, cost);
            limit.release(number, cost, changed);
            reorder(limit, changed);
        }
        return number;
    }

    private boolean isFirst(QueueState queue, LimitInstant at) {
        First first = first(at);
        return first != null && first.queue() == queue && first.key().readyMicros() <= at.nowMicros();
    }

    /** Rule 18: the limits stand as if what was used had been the cost. */
    synchronized void giveBack(Job job, Used used, long revision, long nowMicros) {
        LimitInstant at = changedAt(nowMicros);
        job.taken.forEach((name, cost) -> {
            LimitRecord limit = limits.get(name);
            if (limit != null) {
                limit.end(job.number, cost, used.units().getOrDefault(name, cost), revision, at);
                reorder(limit, at);
            }
        });
        job.taken.clear();
    }

    synchronized List<LimitGate> gates(QueueState queue, LimitInstant at) {
        return limitsOf(queue).stream().map(limit -> limit.gate(at)).toList();
    }

    /** The queues that draw from a limit and are not forgotten. */
    synchronized long queues(LimitRecord limit, long nowMicros) {
        return limit.queues.stream()
                .filter(queue -> !queue.isGone && !queue.isForgottenAt(nowMicros))
                .count();
    }
}
