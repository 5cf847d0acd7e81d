package io.sharq.worker;

import io.sharq.spi.Backend;
import io.sharq.spi.DequeueRequest;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend whose first dequeues fail with an error that no backend should have. */
final class FailingDequeues extends InterceptedBackend {
    private final AtomicInteger left;

    FailingDequeues(Backend backend, int number) {
        super(backend);
        this.left = new AtomicInteger(number);
    }

    @Override
    protected <R> CompletionStage<R> perform(Operation<R> operation) {
        return operation instanceof DequeueRequest && left.getAndDecrement() > 0
                ? CompletableFuture.failedFuture(new LinkageError("a class is gone"))
                : operation.on(backend());
    }
}
