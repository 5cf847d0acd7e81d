package io.sharq;

import io.sharq.api.Health;
import io.sharq.api.Outcome;
import io.sharq.spi.Backend;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A backend that retries failed operations where that is safe: always if an attempt was surely not carried out, and after
 * a lost response if the operation is idempotent. What stays uncertain fails with {@link Outcome#UNKNOWN}. Thread-safe.
 */
final class RetryingBackend extends InterceptedBackend {
    private final Retries retries;

    RetryingBackend(Backend backend, Retries retries) {
        super(backend);
        this.retries = retries;
    }

    @Override
    protected <R> CompletionStage<R> perform(Operation<R> operation) {
        Supplier<CompletionStage<R>> attempt = () -> operation.on(backend());
        return operation.isIdempotent()
                ? retries.always(attempt, (response, lost) -> RepeatedResponse.read(operation, response, lost))
                : retries.ifNotDone(attempt);
    }

    /** A single attempt: the response is the state of the store now. */
    @Override
    public CompletionStage<Health> health() {
        return backend().health();
    }

    /** Pending retries fail before the backend is closed. */
    @Override
    public void close() {
        retries.close();
        super.close();
    }
}
