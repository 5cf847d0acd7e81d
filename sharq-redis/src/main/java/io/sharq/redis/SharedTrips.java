package io.sharq.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls of one kind that are made at the same time share a round trip. No call waits for company: it is sent at once
 * while fewer trips with its key are under way than may be, and else goes with the next, together with all that came
 * meanwhile. Thread-safe.
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
    private final Function<List<Q>, CompletionStage<List<R>>> trip;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, Line<Q, R>> lines = new HashMap<>();

    /**
     * Trips that carry nothing yet.
     *
     * @param key what calls must have in common
     * @param size what a call adds to a trip
     * @param mostUnderWay how many trips with one key may be under way
     * @param trip sends calls together; it answers each, in their order, or fails them all
     */
    SharedTrips(
            Function<Q, K> key,
            ToIntFunction<Q> size,
            int mostUnderWay,
            Function<List<Q>, CompletionStage<List<R>>> trip) {
        this.key = key;
        this.size = size;
        this.mostUnderWay = mostUnderWay;
        this.trip = trip;
    }

    private record Waiting<Q, R>(Q call, CompletableFuture<R> answer) {}

    /** Guarded by the lock. */
    private static final class Line<Q, R> {
        final ArrayDeque<Waiting<Q, R>> waiting = new ArrayDeque<>();
        int underWay;
    }

    /** Makes a call. */
    CompletableFuture<R> call(Q call) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        K common = key.apply(call);
        List<Waiting<Q, R>> departing;
        lock.lock();
        try {
            Line<Q, R> line = lines.computeIfAbsent(common, unused -> new Line<>());
            line.waiting.add(new Waiting<>(call, answer));
            departing = depart(line);
        } finally {
            lock.unlock();
        }
        send(common, departing);
        return answer;
    }

    private List<Waiting<Q, R>> depart(Line<Q, R> line) {
        if (line.underWay == mostUnderWay || line.waiting.isEmpty()) {
            return List.of();
        }
        line.underWay++;
        List<Waiting<Q, R>> departing = new ArrayList<>();
        int load = 0;
        do {
            Waiting<Q, R> next = line.waiting.remove();
            departing.add(next);
            load += size.applyAsInt(next.call());
        } while (!line.waiting.isEmpty()
                && load + size.applyAsInt(line.waiting.element().call()) <= MOST);
        return departing;
    }

    private void send(K common, List<Waiting<Q, R>> departing) {
        if (departing.isEmpty()) {
            return;
        }
        CompletionStage<List<R>> answers;
        try {
            answers = trip.apply(departing.stream().map(Waiting::call).toList());
        } catch (RuntimeException e) {
            answers = CompletableFuture.failedStage(e);
        }
        CompletionStage<?> unused = answers.whenComplete((each, failure) -> arrived(common, departing, each, failure));
    }

    /** The next trip leaves before anybody hears of this one, because those who hear may take their time. */
    private void arrived(
            K common, List<Waiting<Q, R>> arrived, @Nullable List<R> answers, @Nullable Throwable failure) {
        List<Waiting<Q, R>> departing = List.of();
        lock.lock();
        try {
            Line<Q, R> line = lines.get(common);
            if (line != null) {
                line.underWay--;
                departing = depart(line);
                if (line.underWay == 0) {
                    lines.remove(common);
                }
            }
        } finally {
            lock.unlock();
        }
        send(common, departing);
        for (int i = 0; i < arrived.size(); i++) {
            CompletableFuture<R> answer = arrived.get(i).answer();
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
