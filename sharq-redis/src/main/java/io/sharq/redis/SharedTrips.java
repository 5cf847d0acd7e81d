package io.sharq.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls of one kind that are made at the same time share a round trip. No call waits for company: it is sent at once
 * while fewer trips with its key are under way than may be, and else goes with the next, together with all that came
 * meanwhile. What one thread calls with one key is sent in the order of its calls. Thread-safe.
 *
 * @param <K> what calls must have in common to share a trip
 * @param <Q> a call
 * @param <R> its answer
 */
final class SharedTrips<K, Q, R> {
    /** What a trip carries at the most, unless it is one call's own, so that no trip holds the server up for long. */
    private static final int MOST = 128;

    private final Function<Q, K> key;
    private final ToIntFunction<Q> size;
    private final int mostUnderWay;
    private final Executor behind;
    private final Function<List<Q>, CompletionStage<List<R>>> trip;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, Line<Q, R>> lines = new HashMap<>();

    /**
     * Trips that carry nothing yet.
     *
     * @param key what calls must have in common
     * @param size what a call adds to a trip
     * @param mostUnderWay how many trips with one key may be under way
     * @param behind runs tasks one after the other; what they send leaves after all that other threads have sent before
     * @param trip sends calls together; it answers each, in their order, or fails them all
     */
    SharedTrips(
            Function<Q, K> key,
            ToIntFunction<Q> size,
            int mostUnderWay,
            Executor behind,
            Function<List<Q>, CompletionStage<List<R>>> trip) {
        this.key = key;
        this.size = size;
        this.mostUnderWay = mostUnderWay;
        this.behind = behind;
        this.trip = trip;
    }

    private record Waiting<Q, R>(Q call, CompletableFuture<R> answer) {}

    /** Guarded by the lock. */
    private static final class Line<Q, R> {
        final ArrayDeque<Waiting<Q, R>> waiting = new ArrayDeque<>();
        int underWay;

        /** Of those under way, how many are still to be sent by a task. */
        int handedOver;
    }

    /** Calls that leave together, if any; behind, if they might overtake others. */
    private record Departure<K, Q, R>(K common, Line<Q, R> line, List<Waiting<Q, R>> calls, boolean isBehind) {}

    /** Makes a call. */
    CompletableFuture<R> call(Q call) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        K common = key.apply(call);
        Departure<K, Q, R> departure;
        lock.lock();
        try {
            Line<Q, R> line = lines.computeIfAbsent(common, unused -> new Line<>());
            line.waiting.add(new Waiting<>(call, answer));
            departure = depart(common, line, line.handedOver > 0);
        } finally {
            lock.unlock();
        }
        leave(departure);
        return answer;
    }

    private Departure<K, Q, R> depart(K common, Line<Q, R> line, boolean isBehind) {
        if (line.underWay == mostUnderWay || line.waiting.isEmpty()) {
            return new Departure<>(common, line, List.of(), false);
        }
        line.underWay++;
        line.handedOver += isBehind ? 1 : 0;
        List<Waiting<Q, R>> departing = new ArrayList<>();
        int load = 0;
        do {
            Waiting<Q, R> next = line.waiting.remove();
            departing.add(next);
            load += size.applyAsInt(next.call());
        } while (!line.waiting.isEmpty()
                && load + size.applyAsInt(line.waiting.element().call()) <= MOST);
        return new Departure<>(common, line, departing, isBehind);
    }

    private void leave(Departure<K, Q, R> departure) {
        if (departure.calls().isEmpty()) {
            return;
        }
        if (!departure.isBehind()) {
            send(departure);
            return;
        }
        try {
            behind.execute(() -> sendHandedOver(departure));
        } catch (RejectedExecutionException e) {
            // All is being closed, and sending says so.
            sendHandedOver(departure);
        }
    }

    private void sendHandedOver(Departure<K, Q, R> departure) {
        send(departure);
        lock.lock();
        try {
            departure.line().handedOver--;
        } finally {
            lock.unlock();
        }
    }

    private void send(Departure<K, Q, R> departure) {
        CompletionStage<List<R>> answers;
        try {
            answers = trip.apply(departure.calls().stream().map(Waiting::call).toList());
        } catch (RuntimeException e) {
            answers = CompletableFuture.failedStage(e);
        }
        CompletionStage<?> unused = answers.whenComplete((each, failure) -> arrived(departure, each, failure));
    }

    /**
     * The next trip leaves before anybody hears of this one, because those who hear may take their time. The thread that
     * reads answers writes at once, while what other threads write comes to it as a task: so it would overtake a trip of
     * theirs that is under way.
     */
    private void arrived(Departure<K, Q, R> arrived, @Nullable List<R> answers, @Nullable Throwable failure) {
        Line<Q, R> line = arrived.line();
        Departure<K, Q, R> next;
        lock.lock();
        try {
            line.underWay--;
            next = depart(arrived.common(), line, line.underWay > 0);
            if (line.underWay == 0) {
                lines.remove(arrived.common());
            }
        } finally {
            lock.unlock();
        }
        leave(next);
        for (int i = 0; i < arrived.calls().size(); i++) {
            CompletableFuture<R> answer = arrived.calls().get(i).answer();
            if (answers == null) {
                answer.completeExceptionally(cause(failure));
            } else {
                answer.complete(answers.get(i));
            }
        }
    }

    private static Throwable cause(@Nullable Throwable failure) {
        return failure == null ? new IllegalStateException("a trip came back without answers") : Faults.cause(failure);
    }

    /** Whether nothing is kept. */
    boolean isIdle() {
        lock.lock();
        try {
            return lines.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
