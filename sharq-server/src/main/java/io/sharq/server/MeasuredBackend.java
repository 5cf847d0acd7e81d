package io.sharq.server;

import io.sharq.spi.Backend;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import java.util.concurrent.CompletionStage;

/** A decorator that counts and times the operations of a backend. Thread-safe. */
final class MeasuredBackend extends InterceptedBackend {
    private final ServerMetrics metrics;

    private MeasuredBackend(Backend backend, ServerMetrics metrics) {
        super(backend);
        this.metrics = metrics;
    }

    static Backend of(Backend backend, ServerMetrics metrics) {
        return new MeasuredBackend(backend, metrics);
    }

    @Override
    protected <R> CompletionStage<R> perform(Operation<R> operation) {
        long begun = System.nanoTime();
        return operation
                .on(backend())
                .whenComplete((response, failure) ->
                        metrics.called(operation.name(), failure == null, System.nanoTime() - begun));
    }
}
