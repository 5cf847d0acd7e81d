package io.sharq.redis.connection;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import java.time.Duration;
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
public final class BatchingClient<K, Q, R> {
    /** What a trip carries at the most, unless it is one call's own, so that no trip holds the server up for long. */
    private static final int MOST = 128;

    private final Traffic traffic;
    private final Function<Q, K> key;
    private final ToIntFunction<Q> size;
    private final Function<K, String> operation;
    private final Function<List<Q>, CompletionStage<List<R>>> trip;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, Line<Q, R>> lines = new HashMap<>();

    /**
     * How trips go.
     *
     * @param mostUnderWay how many with one key may be under way
     * @param patience how long a call may wait for those before it
     * @param behindOthers if what the asking thread sends leaves before what others have sent, tasks that leave after that
     */
    public record Traffic(int mostUnderWay, Duration patience, Supplier<@Nullable Executor> behindOthers) {}

    /**
     * Trips that carry nothing yet.
     *
     * @param traffic how they go
     * @param key what calls must have in common
     * @param size what a call adds to a trip
     * @param operation what to call those with a key in a message
     * @param trip sends calls together; it answers each, in their order, or fails them all
     */
    public BatchingClient(
            Traffic traffic,
            Function<Q, K> key,
            ToIntFunction<Q> size,
            Function<K, String> operation,
            Function<List<Q>, CompletionStage<List<R>>> trip) {
        this.traffic = traffic;
        this.key = key;
        this.size = size;
        this.operation = operation;
        this.trip = trip;
    }

    private record Waiting<Q, R>(Q call, CompletableFuture<R> answer, long sinceNanos) {}

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

        /** Whether somebody sends trips, or a task will. Nobody else does meanwhile, so each has left before the next. */
        boolean isSending;

        boolean isAnySentByOthers() {
            return underWay.stream().anyMatch(trip -> trip.sender != Thread.currentThread());
        }
    }

    /** Makes a call. */
    public CompletableFuture<R> call(Q call) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        K common = key.apply(call);
        Line<Q, R> line;
        boolean sends;
        lock.lock();
        try {
            line = lines.computeIfAbsent(common, unused -> new Line<>());
            line.waiting.add(new Waiting<>(call, answer, System.nanoTime()));
            sends = beginSending(line);
        } finally {
            lock.unlock();
        }
        if (sends) {
            sendInTurn(common, line);
        }
        return answer;
    }

    private boolean beginSending(Line<Q, R> line) {
        if (line.isSending || !mayDepart(line)) {
            return false;
        }
        line.isSending = true;
        return true;
    }

    private boolean mayDepart(Line<Q, R> line) {
        return line.underWay.size() < traffic.mostUnderWay() && !line.waiting.isEmpty();
    }

    private void sendInTurn(K common, Line<Q, R> line) {
        Executor behind = traffic.behindOthers().get();
        if (behind == null || !isAnySentByOthers(line)) {
            sendTrips(common, line);
            return;
        }
        try {
            behind.execute(() -> sendTrips(common, line));
        } catch (RejectedExecutionException e) {
            // All is being closed, and sending says so.
            sendTrips(common, line);
        }
    }

    private boolean isAnySentByOthers(Line<Q, R> line) {
        lock.lock();
        try {
            return line.isAnySentByOthers();
        } finally {
            lock.unlock();
        }
    }

    /** As many trips as may be under way, and more only while they come back before the next is sent: they have failed. */
    private void sendTrips(K common, Line<Q, R> line) {
        int sent = 0;
        while (true) {
            List<Waiting<Q, R>> late = new ArrayList<>();
            Trip<Q, R> next = null;
            lock.lock();
            try {
                takeLate(line, late);
                boolean isEnough = sent >= traffic.mostUnderWay() && !line.underWay.isEmpty();
                if (!isEnough && mayDepart(line)) {
                    next = new Trip<>(load(line.waiting));
                    line.underWay.add(next);
                } else {
                    line.isSending = false;
                    forgetIfIdle(common, line);
                }
            } finally {
                lock.unlock();
            }
            late.forEach(call -> call.answer().completeExceptionally(tooLate(common)));
            if (next == null) {
                return;
            }
            send(common, line, next);
            sent++;
        }
    }

    private void takeLate(Line<Q, R> line, List<Waiting<Q, R>> late) {
        long nowNanos = System.nanoTime();
        while (!line.waiting.isEmpty()
                && nowNanos - line.waiting.element().sinceNanos()
                        > traffic.patience().toNanos()) {
            late.add(line.waiting.remove());
        }
    }

    private BackendException tooLate(K common) {
        return new BackendException(
                Outcome.NOT_DONE,
                operation.apply(common),
                "it was not sent, because those before it took more than "
                        + traffic.patience().toMillis() + " ms",
                null);
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
        } catch (Throwable e) {
            answers = CompletableFuture.failedStage(e);
        }
        CompletionStage<?> unused =
                answers.whenComplete((each, failure) -> arrived(common, line, departing, each, failure));
    }

    /** The next trip leaves before anybody hears of this one, because those who hear may take their time. */
    private void arrived(
            K common, Line<Q, R> line, Trip<Q, R> arrived, @Nullable List<R> answers, @Nullable Throwable failure) {
        boolean sends;
        lock.lock();
        try {
            line.underWay.remove(arrived);
            sends = beginSending(line);
            forgetIfIdle(common, line);
        } finally {
            lock.unlock();
        }
        if (sends) {
            sendInTurn(common, line);
        }
        for (int i = 0; i < arrived.calls.size(); i++) {
            CompletableFuture<R> answer = arrived.calls.get(i).answer();
            if (answers == null) {
                answer.completeExceptionally(cause(failure));
            } else {
                answer.complete(answers.get(i));
            }
        }
    }

    private void forgetIfIdle(K common, Line<Q, R> line) {
        if (line.underWay.isEmpty() && line.waiting.isEmpty() && !line.isSending) {
            lines.remove(common);
        }
    }

    private static Throwable cause(@Nullable Throwable failure) {
        return failure == null
                ? new IllegalStateException("a trip came back without answers")
                : RedisErrors.cause(failure);
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
