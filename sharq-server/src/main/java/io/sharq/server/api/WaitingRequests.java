package io.sharq.server.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The requests that wait: dequeues for a job, and lookups for the end of one. Their number, that of one principal, and the
 * length of a wait are bounded. Thread-safe.
 */
public final class WaitingRequests implements AutoCloseable {
    private final int most;
    private final int mostOfOne;
    private final Duration longest;

    /** What ends each waiting request. */
    private final Map<Long, Runnable> waiting = new ConcurrentHashMap<>();

    private final AtomicLong ids = new AtomicLong();
    private final Map<String, Integer> byPrincipal = new HashMap<>();
    private int count;
    private volatile boolean isClosed;

    /**
     * No waiting request yet.
     *
     * @param most how many there may be at a time
     * @param mostOfOne how many of them one principal's
     * @param longest how long one may last
     */
    public WaitingRequests(int most, int mostOfOne, Duration longest) {
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.longest = longest;
    }

    /**
     * Begins a wait, unless too many wait.
     *
     * @param call the request
     * @param wait the wait that the client named
     * @param begin begins a wait of at most the given length
     * @param atClose the answer when the server closes
     */
    <T> CompletableFuture<T> begin(
            Call call,
            Duration wait,
            Function<Duration, CompletableFuture<T>> begin,
            Supplier<CompletionStage<T>> atClose) {
        if (isClosed) {
            return atClose.get().toCompletableFuture();
        }
        String name = call.principal().name();
        take(name);
        CompletableFuture<T> answer;
        try {
            answer = begin.apply(wait.compareTo(longest) > 0 ? longest : wait);
        } catch (RuntimeException e) {
            giveBack(name);
            throw e;
        }
        long id = ids.incrementAndGet();
        waiting.put(id, () -> end(answer, atClose.get()));
        CompletableFuture<?> unused = answer.whenComplete((value, failure) -> {
            waiting.remove(id);
            giveBack(name);
        });
        CompletableFuture<?> unusedToo = call.gone().toCompletableFuture().thenRun(() -> answer.cancel(false));
        if (isClosed) {
            close();
        }
        return answer;
    }

    private static <T> void end(CompletableFuture<T> answer, CompletionStage<T> last) {
        CompletionStage<?> unused = last.whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    private synchronized void take(String name) {
        int own = byPrincipal.getOrDefault(name, 0);
        if (count >= most || own >= mostOfOne) {
            throw new TooManyException("Too many requests wait.", 1);
        }
        count++;
        byPrincipal.put(name, own + 1);
    }

    private synchronized void giveBack(String name) {
        count--;
        byPrincipal.computeIfPresent(name, (any, own) -> own == 1 ? null : own - 1);
    }

    /**
     * The number of waiting requests.
     *
     * @return the number
     */
    public synchronized int count() {
        return count;
    }

    /** Ends each waiting request, and starts no more: dequeues with an empty result, lookups with the job as it is. */
    @Override
    public void close() {
        isClosed = true;
        List.copyOf(waiting.values()).forEach(Runnable::run);
    }
}
