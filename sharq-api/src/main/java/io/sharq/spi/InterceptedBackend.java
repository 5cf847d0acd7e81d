package io.sharq.spi;

import io.sharq.api.Bounds;
import io.sharq.api.Feature;
import io.sharq.api.Registration;
import java.util.Set;

/**
 * A decorator of a backend, which sees every operation in {@link #perform} and passes it on by
 * {@code operation.on(backend())}. This one records what is called:
 *
 * <pre>{@code
 * Backend recording = new InterceptedBackend(backend) {
 *     @Override
 *     protected <R> CompletionStage<R> perform(Operation<R> operation) {
 *         calls.add(operation.name());
 *         return operation.on(backend());
 *     }
 * };
 * }</pre>
 *
 * <p>Listeners are registered with the decorated backend, and closing this one closes it. Thread-safe if the subclass and
 * the decorated backend are.
 */
public abstract class InterceptedBackend extends OperationBackend {
    private final Backend backend;

    /**
     * Decorates a backend.
     *
     * @param backend the backend, which is closed with this one
     * @throws io.sharq.api.InvalidValueException if it is null
     */
    protected InterceptedBackend(Backend backend) {
        this.backend = Bounds.required("backend", backend);
    }

    /**
     * Returns the decorated backend.
     *
     * @return the backend
     */
    protected final Backend backend() {
        return backend;
    }

    @Override
    public Set<Feature> features() {
        return backend.features();
    }

    @Override
    public Registration onReady(ReadinessListener listener) {
        return backend.onReady(listener);
    }

    @Override
    public Registration onEnded(EndListener listener) {
        return backend.onEnded(listener);
    }

    @Override
    public void close() {
        backend.close();
    }
}
