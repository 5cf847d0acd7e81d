package io.sharq.tck.history;

import io.sharq.api.BackendException;
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

/** Records the calls that many threads make of one backend. Thread-safe. */
public final class History {
    private static final long PAUSE_NANOS = 5_000_000;

    private final Backend backend;
    private final long patienceNanos;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong lostAnswers = new AtomicLong();

    /**
     * An empty history of a backend that always answers.
     *
     * @param backend what is called
     */
    public History(Backend backend) {
        this(backend, Duration.ZERO);
    }

    /**
     * An empty history of a backend that fails now and then. A call that fails is made again until it is answered.
     *
     * @param backend what is called
     * @param patience how long a call may go unanswered, in real time
     */
    public History(Backend backend, Duration patience) {
        this.backend = backend;
        this.patienceNanos = patience.toNanos();
    }

    /**
     * Calls the backend, waits for its answer and records both.
     *
     * @param <I> what is asked
     * @param <O> what is answered
     * @param operation the operation
     * @param request what is asked
     * @return the answer
     * @throws CompletionException if there is none while its patience lasts, or the call is refused for good
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
     * What was called, in no order.
     *
     * @return the calls
     */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /**
     * How many attempts failed, of whatever outcome.
     *
     * @return the number
     */
    public long failures() {
        return failures.get();
    }

    /**
     * How many attempts may have changed something though they were not answered.
     *
     * @return the number
     */
    public long lostAnswers() {
        return lostAnswers.get();
    }
}
