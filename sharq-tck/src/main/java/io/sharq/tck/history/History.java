package io.sharq.tck.history;

import io.sharq.spi.Backend;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;

/** Records the calls that many threads make of one backend. Thread-safe. */
public final class History {
    private final Backend backend;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

    /**
     * An empty history.
     *
     * @param backend what is called
     */
    public History(Backend backend) {
        this.backend = backend;
    }

    /**
     * Calls the backend, waits for its answer and records both.
     *
     * @param <I> what is asked
     * @param <O> what is answered
     * @param operation the operation
     * @param request what is asked
     * @return the answer
     */
    public <I, O> O call(BiFunction<Backend, I, CompletionStage<O>> operation, I request) {
        long invoked = System.nanoTime();
        O reply = operation.apply(backend, request).toCompletableFuture().join();
        calls.add(new Call(request, reply, invoked, System.nanoTime()));
        return reply;
    }

    /**
     * What was called, in no order.
     *
     * @return the calls
     */
    public List<Call> calls() {
        return List.copyOf(calls);
    }
}
