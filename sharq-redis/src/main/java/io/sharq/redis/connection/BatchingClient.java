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
 * Batches concurrent requests that share a key. A request is sent at once while fewer than the allowed number of batches
 * with its key are in flight. Otherwise it stays pending, and the next batch carries it with the other pending requests.
 * Requests that one thread makes with one key are sent in order. Thread-safe.
 *
 * @param <K> the key that the requests of a batch share
 * @param <Q> a request
 * @param <R> its response
 */
public final class BatchingClient<K, Q, R> {
    /** The maximum size of a batch, so that no batch blocks the server for long. A larger request is sent alone. */
    private static final int MOST = 128;

    private final Traffic traffic;
    private final Function<Q, K> key;
    private final ToIntFunction<Q> size;
    private final Function<K, String> operation;
    private final Function<List<Q>, CompletionStage<List<R>>> trip;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, Line<Q, R>> lines = new HashMap<>();

    /**
     * The limits on batches.
     *
     * @param mostUnderWay the maximum number of batches in flight for one key
     * @param patience how long a request may be pending before it fails
     * @param behindOthers returns an executor if the current thread's writes overtake those of other threads, else null;
     *     tasks of the executor run after those writes
     */
    public record Traffic(int mostUnderWay, Duration patience, Supplier<@Nullable Executor> behindOthers) {}

    /**
     * Creates a client with nothing pending.
     *
     * @param traffic the limits on batches
     * @param key the key of a request
     * @param size what a request adds to the size of a batch
     * @param operation the name of the operation on a key, for error messages
     * @param trip sends a batch; it returns a response for each request, in order, or fails them all
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

    /** The pending and in-flight requests of one key. Guarded by the lock. */
    private static final class Line<Q, R> {
        final ArrayDeque<Waiting<Q, R>> waiting = new ArrayDeque<>();
        final List<Trip<Q, R>> underWay = new ArrayList<>();

        /** Whether a thread or a task is sending batches. Only one sends at a time, so batches are sent in order. */
        boolean isSending;

        boolean isAnySentByOthers() {
            return underWay.stream().anyMatch(trip -> trip.sender != Thread.currentThread());
        }
    }

    /** Sends a request, alone or in a batch. */
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
            // The connection is being closed, and sending reports that.
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

    /**
     * Sends up to {@code mostUnderWay} batches. Continues beyond that only while batches fail synchronously. Fails the
     * requests that were pending for too long.
     */
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

    /** Sends the next batch before completing the responses of this one, because their dependents may take long. */
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

    /** Whether no request is pending or in flight. */
    boolean isIdle() {
        lock.lock();
        try {
            return lines.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
