package io.sharq.tck.history;

import io.sharq.api.BackendException;
import io.sharq.api.Feature;
import io.sharq.api.Outcome;
import io.sharq.spi.Backend;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/** Records the calls that many threads make to one backend. Thread-safe. */
public final class History {
    private static final long PAUSE_NANOS = 5_000_000;

    private final Backend backend;
    private final long patienceNanos;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong lostAnswers = new AtomicLong();

    /**
     * An empty history of a backend that never fails.
     *
     * @param backend the backend
     */
    public History(Backend backend) {
        this(backend, Duration.ZERO);
    }

    /**
     * An empty history of a backend that may fail. A call that fails is retried until it gets a reply.
     *
     * @param backend the backend
     * @param patience how long a call is retried, in real time
     */
    public History(Backend backend, Duration patience) {
        this.backend = backend;
        this.patienceNanos = patience.toNanos();
    }

    /**
     * Calls the backend, waits for its reply and records both.
     *
     * @param <I> the type of the request
     * @param <O> the type of the reply
     * @param operation the operation
     * @param request the request
     * @return the reply
     * @throws CompletionException if no reply came before the patience ended, or the call was rejected
     */
    public <I, O> O call(BiFunction<Backend, I, CompletionStage<O>> operation, I request) {
        long invoked = System.nanoTime();
        int lost = 0;
        while (true) {
            try {
                O reply =
                        operation.apply(backend, request).toCompletableFuture().join();
                calls.add(new Call(request, reply, invoked, System.nanoTime(), lost));
                return reply;
            } catch (CompletionException e) {
                failures.incrementAndGet();
                lost += isLost(e, invoked) ? 1 : 0;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Whether the backend offers a feature. */
    boolean offers(Feature feature) {
        return backend.features().contains(feature);
    }

    private boolean isLost(CompletionException failure, long invoked) {
        boolean isOver = System.nanoTime() - invoked >= patienceNanos;
        if (isOver || !(failure.getCause() instanceof BackendException known) || known.outcome() == Outcome.REJECTED) {
            throw failure;
        }
        boolean isLost = known.outcome() == Outcome.UNKNOWN;
        lostAnswers.addAndGet(isLost ? 1 : 0);
        return isLost;
    }

    /**
     * The recorded calls, in no order.
     *
     * @return the calls
     */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /**
     * The number of attempts that failed, with any outcome.
     *
     * @return the number
     */
    public long failures() {
        return failures.get();
    }

    /**
     * The number of failed attempts that may have changed something.
     *
     * @return the number
     */
    public long lostAnswers() {
        return lostAnswers.get();
    }
}
