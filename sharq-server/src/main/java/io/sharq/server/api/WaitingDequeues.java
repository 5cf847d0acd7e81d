package io.sharq.server.api;

import io.sharq.AsyncSharQ;
import io.sharq.DequeueOptions;
import io.sharq.Dequeued;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The waiting dequeues. Their number, that of one principal, and the length of a wait are bounded. Thread-safe. */
public final class WaitingDequeues implements AutoCloseable {
    private final int most;
    private final int mostOfOne;
    private final Duration longest;
    private final Map<Long, CompletableFuture<Dequeued>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final Map<String, Integer> byPrincipal = new HashMap<>();
    private int count;
    private volatile boolean isClosed;

    /**
     * No waiting dequeue yet.
     *
     * @param most how many there may be at a time
     * @param mostOfOne how many of them one principal's
     * @param longest how long one may last
     */
    public WaitingDequeues(int most, int mostOfOne, Duration longest) {
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.longest = longest;
    }

    CompletableFuture<Dequeued> dequeue(AsyncSharQ sharq, DequeueOptions options, Duration wait, Call call) {
        if (isClosed) {
            return CompletableFuture.completedFuture(nothing());
        }
        String name = call.principal().name();
        take(name);
        CompletableFuture<Dequeued> answer;
        try {
            answer = sharq.dequeue(options.waitAtMost(wait.compareTo(longest) > 0 ? longest : wait));
        } catch (RuntimeException e) {
            giveBack(name);
            throw e;
        }
        long id = ids.incrementAndGet();
        waiting.put(id, answer);
        CompletableFuture<?> unused = answer.whenComplete((dequeued, failure) -> {
            waiting.remove(id);
            giveBack(name);
        });
        CompletableFuture<?> unusedToo = call.gone().toCompletableFuture().thenRun(() -> answer.cancel(false));
        if (isClosed) {
            close();
        }
        return answer;
    }

    private synchronized void take(String name) {
        int own = byPrincipal.getOrDefault(name, 0);
        if (count >= most || own >= mostOfOne) {
            throw new TooManyException("Too many dequeues wait.", 1);
        }
        count++;
        byPrincipal.put(name, own + 1);
    }

    private synchronized void giveBack(String name) {
        count--;
        byPrincipal.computeIfPresent(name, (any, own) -> own == 1 ? null : own - 1);
    }

    /**
     * The number of waiting dequeues.
     *
     * @return the number
     */
    public synchronized int count() {
        return count;
    }

    /** Ends each waiting dequeue with an empty result, and starts no more. */
    @Override
    public void close() {
        isClosed = true;
        List.copyOf(waiting.values()).forEach(answer -> answer.complete(nothing()));
    }

    private static Dequeued nothing() {
        return new Dequeued(List.of(), Optional.empty(), Instant.now());
    }
}
