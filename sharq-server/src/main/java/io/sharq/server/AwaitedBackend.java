package io.sharq.server;

import io.sharq.api.BackendException;
import io.sharq.api.Feature;
import io.sharq.api.Health;
import io.sharq.api.Outcome;
import io.sharq.api.Registration;
import io.sharq.spi.Backend;
import io.sharq.spi.EndListener;
import io.sharq.spi.Operation;
import io.sharq.spi.OperationBackend;
import io.sharq.spi.ReadinessListener;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose store may not be reachable yet. Until it is open, its health is unavailable and its operations fail
 * with {@link Outcome#NOT_DONE}; listeners are registered once it is open. Thread-safe.
 */
final class AwaitedBackend extends OperationBackend {
    private final String name;
    private final Opening opening;

    private AwaitedBackend(String name, Opening opening) {
        this.name = name;
        this.opening = opening;
    }

    /** A backend that delegates to that of an opening once it is open. */
    static Backend of(String name, Opening opening) {
        return new AwaitedBackend(name, opening);
    }

    private @Nullable Backend opened() {
        CompletableFuture<Backend> opened = opening.opened();
        return opened.isDone() && !opened.isCompletedExceptionally() ? opened.join() : null;
    }

    /** All features before the store is open, so that operations fail as {@link Outcome#NOT_DONE} and are retried. */
    @Override
    public Set<Feature> features() {
        Backend opened = opened();
        return opened != null ? opened.features() : EnumSet.allOf(Feature.class);
    }

    @Override
    protected <R> CompletionStage<R> perform(Operation<R> operation) {
        Backend opened = opened();
        return opened != null
                ? operation.on(opened)
                : CompletableFuture.failedFuture(
                        new BackendException(Outcome.NOT_DONE, operation.name(), opening.reason(), null));
    }

    @Override
    public CompletionStage<Health> health() {
        Backend opened = opened();
        return opened != null
                ? opened.health()
                : CompletableFuture.completedFuture(new Health(false, name, List.of(opening.reason()), 0));
    }

    /** Queues may have become ready before the registration: {@code missed} makes the listener look. */
    @Override
    public Registration onReady(ReadinessListener listener) {
        return onceOpen(backend -> backend.onReady(listener), listener::missed);
    }

    /** Jobs may have ended before the registration: {@code missed} makes the listener read them. */
    @Override
    public Registration onEnded(EndListener listener) {
        return onceOpen(backend -> backend.onEnded(listener), listener::missed);
    }

    private Registration onceOpen(Function<Backend, Registration> register, Runnable missed) {
        Backend opened = opened();
        if (opened != null) {
            return register.apply(opened);
        }
        CompletableFuture<Registration> registration = opening.opened().thenApply(backend -> {
            Registration registered = register.apply(backend);
            missed.run();
            return registered;
        });
        return () -> {
            if (!registration.cancel(false) && !registration.isCompletedExceptionally()) {
                registration.join().close();
            }
        };
    }

    @Override
    public void close() {
        opening.close();
        Backend opened = opened();
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
