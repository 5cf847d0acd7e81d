package io.sharq.benchmarks.load;

import io.sharq.spi.Backend;
import io.sharq.spi.InterceptedBackend;
import io.sharq.spi.Operation;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A backend that does one thing wrong: it changes what goes in or what comes out of one operation. */
final class TamperedBackend<T, O extends Operation<T>> extends InterceptedBackend {
    private final Class<O> tampered;
    private final UnaryOperator<O> request;
    private final UnaryOperator<CompletionStage<T>> answer;

    private TamperedBackend(
            Backend sound, Class<O> tampered, UnaryOperator<O> request, UnaryOperator<CompletionStage<T>> answer) {
        super(sound);
        this.tampered = tampered;
        this.request = request;
        this.answer = answer;
    }

    /** Changes the request of an operation. */
    static <T, O extends Operation<T>> Backend request(Backend sound, Class<O> operation, UnaryOperator<O> change) {
        return new TamperedBackend<>(sound, operation, change, UnaryOperator.identity());
    }

    /** Changes the answer of an operation, which is a stage. */
    static <T, O extends Operation<T>> Backend answer(
            Backend sound, Class<O> operation, UnaryOperator<CompletionStage<T>> change) {
        return new TamperedBackend<>(sound, operation, UnaryOperator.identity(), change);
    }

    @Override
    @SuppressWarnings("unchecked") // An operation of the class has the answer T, so that R is T.
    protected <R> CompletionStage<R> perform(Operation<R> operation) {
        if (!tampered.isInstance(operation)) {
            return operation.on(backend());
        }
        O changed = request.apply(tampered.cast(operation));
        return (CompletionStage<R>) answer.apply(changed.on(backend()));
    }
}
