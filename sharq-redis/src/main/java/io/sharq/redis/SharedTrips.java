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
import java.util.function.Supplier;
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
    private final Supplier<@Nullable Executor> behindOthers;
    private final Function<List<Q>, CompletionStage<List<R>>> trip;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, Line<Q, R>> lines = new HashMap<>();

    /**
     * Trips that carry nothing yet.
     *
     * @param key what calls must have in common
     * @param size what a call adds to a trip
     * @param mostUnderWay how many trips with one key may be under way
     * @param behindOthers if what the asking thread sends leaves before what others have sent, tasks that leave after that
     * @param trip sends calls together; it answers each, in their order, or fails them all
     */
    SharedTrips(
            Function<Q, K> key,
            ToIntFunction<Q> size,
            int mostUnderWay,
            Supplier<@Nullable Executor> behindOthers,
            Function<List<Q>, CompletionStage<List<R>>> trip) {
        this.key = key;
        this.size = size;
        this.mostUnderWay = mostUnderWay;
        this.behindOthers = behindOthers;
        this.trip = trip;
    }

    private record Waiting<Q, R>(Q call, CompletableFuture<R> answer) {}

    private static final class Trip<Q, R> {
        final List<Waiting<Q, R>> calls;
        final Thread sender = Thread.currentThread();

        Trip(List<Waiting<Q, R>> calls) {
            this.calls = calls;
        }
    }

    /** Guarded by the lock. */
    private static final class Line<Q, R> {
        final ArrayDeque<Waiting<Q, R>> waiting = new ArrayDeque<>();
        final List<Trip<Q, R>> underWay = new ArrayList<>();

        /** Whether a task will send the next trip, and nobody else before it. */
        boolean isTaskDue;

        boolean isAnySentByOthers() {
            return underWay.stream().anyMatch(trip -> trip.sender != Thread.currentThread());
        }
    }

    /** Makes a call. */
    CompletableFuture<R> call(Q call) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        K common = key.apply(call);
        Runnable departure;
        lock.lock();
        try {
            Line<Q, R> line = lines.computeIfAbsent(common, unused -> new Line<>());
            line.waiting.add(new Waiting<>(call, answer));
            departure = depart(common, line);
        } finally {
            lock.unlock();
        }
        departure.run();
        return answer;
    }

    /** What is to be done once the lock is free. */
    private Runnable depart(K common, Line<Q, R> line) {
        if (line.isTaskDue || line.underWay.size() == mostUnderWay || line.waiting.isEmpty()) {
            return SharedTrips::stay;
        }
        Executor behind = behindOthers.get();
        if (behind != null && line.isAnySentByOthers()) {
            line.isTaskDue = true;
            return () -> departLater(common, line, behind);
        }
        return departNow(common, line);
    }

    private static void stay() {}

    private void departLater(K common, Line<Q, R> line, Executor behind) {
        Runnable task = () -> {
            Runnable departure;
            lock.lock();
            try {
                line.isTaskDue = false;
                departure = departNow(common, line);
            } finally {
                lock.unlock();
            }
            departure.run();
        };
        try {
            behind.execute(task);
        } catch (RejectedExecutionException e) {
            // All is being closed, and sending says so.
            task.run();
        }
    }

    private Runnable departNow(K common, Line<Q, R> line) {
        Trip<Q, R> departing = new Trip<>(load(line.waiting));
        line.underWay.add(departing);
        return () -> send(common, line, departing);
    }

    private List<Waiting<Q, R>> load(ArrayDeque<Waiting<Q, R>> waiting) {
        List<Waiting<Q, R>> calls = new ArrayList<>();
        int load = 0;
        do {
            Waiting<Q, R> next = waiting.remove();
            calls.add(next);
            load += size.applyAsInt(next.call());
        } while (!waiting.isEmpty() && load + size.applyAsInt(waiting.element().call()) <= MOST);
        return calls;
    }

    private void send(K common, Line<Q, R> line, Trip<Q, R> departing) {
        CompletionStage<List<R>> answers;
        try {
            answers = trip.apply(departing.calls.stream().map(Waiting::call).toList());
        } catch (RuntimeException e) {
            answers = CompletableFuture.failedStage(e);
        }
        CompletionStage<?> unused =
                answers.whenComplete((each, failure) -> arrived(common, line, departing, each, failure));
    }

    /** The next trip leaves before anybody hears of this one, because those who hear may take their time. */
    private void arrived(
            K common, Line<Q, R> line, Trip<Q, R> arrived, @Nullable List<R> answers, @Nullable Throwable failure) {
        Runnable departure;
        lock.lock();
        try {
            line.underWay.remove(arrived);
            departure = depart(common, line);
            if (line.underWay.isEmpty() && !line.isTaskDue) {
                lines.remove(common);
            }
        } finally {
            lock.unlock();
        }
        departure.run();
        for (int i = 0; i < arrived.calls.size(); i++) {
            CompletableFuture<R> answer = arrived.calls.get(i).answer();
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
