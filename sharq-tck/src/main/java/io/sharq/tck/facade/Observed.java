package io.sharq.tck.facade;

import io.sharq.api.DeadLimits;
import io.sharq.spi.AgreeRequest;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The backend of the facades, which records for each thread the last operation's stage and the last dequeue. Closing it
 * changes nothing, so that several facades share it. Each of them stands for the limits on dead jobs of one request, so
 * each is granted its own. Thread-safe.
 */
final class Observed extends InterceptedBackend {
    private static final ThreadLocal<@Nullable CompletionStage<?>> STAGE = new ThreadLocal<>();
    private static final ThreadLocal<@Nullable DequeueRequest> DEQUEUE = new ThreadLocal<>();

    Observed(Backend backend) {
        super(backend);
    }

    @Override
    protected <R> CompletionStage<R> perform(Operation<R> operation) {
        if (operation instanceof DequeueRequest request) {
            DEQUEUE.set(request);
        }
        CompletionStage<R> stage = operation.on(backend());
        STAGE.set(stage);
        return stage;
    }

    @Override
    public CompletionStage<DeadLimits> agree(AgreeRequest request) {
        return CompletableFuture.completedStage(request.deadLimits());
    }

    @Override
    public void close() {}

    /** The stage of the last operation of this thread. */
    @SuppressWarnings("unchecked") // The caller has just made the call.
    <T> CompletionStage<T> lastStage() {
        CompletionStage<?> last = STAGE.get();
        if (last == null) {
            throw new IllegalStateException("the facade has made no call on this thread");
        }
        return (CompletionStage<T>) last;
    }

    DequeueRequest lastDequeue() {
        DequeueRequest last = DEQUEUE.get();
        if (last == null) {
            throw new IllegalStateException("the facade has made no dequeue on this thread");
        }
        return last;
    }
}
