package io.sharq.server;

import io.sharq.api.BackendException;
import io.sharq.api.Health;
import io.sharq.api.Outcome;
import io.sharq.spi.Backend;
import io.sharq.spi.ReadinessListener;
import io.sharq.spi.Registration;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose store may not be reachable yet. Until it is open, its health is unavailable and its calls fail with {@link Outcome#NOT_DONE};
 * listeners are registered once it is open. Thread-safe.
 */
final class AwaitedBackend implements InvocationHandler {
    private final String name;
    private final Opening opening;

    private AwaitedBackend(String name, Opening opening) {
        this.name = name;
        this.opening = opening;
    }

    /** A backend that delegates to that of an opening once it is open. */
    static Backend of(String name, Opening opening) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, new AwaitedBackend(name, opening));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("close")) {
            opening.close();
        }
        CompletableFuture<Backend> opened = opening.opened();
        if (opened.isDone() && !opened.isCompletedExceptionally()) {
            try {
                return method.invoke(opened.join(), arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }
        return switch (method.getName()) {
            case "close" -> null;
            case "onReady" -> arguments == null ? null : listen((ReadinessListener) arguments[0]);
            case "health" -> CompletableFuture.completedFuture(new Health(false, name, List.of(opening.reason()), 0));
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && arguments[0] == proxy;
            case "toString" -> name;
            default ->
                CompletableFuture.failedFuture(
                        new BackendException(Outcome.NOT_DONE, method.getName(), opening.reason(), null));
        };
    }

    /** Queues may have become ready before the registration: {@code missed} makes the listener look. */
    private Registration listen(ReadinessListener listener) {
        CompletableFuture<Registration> registration = opening.opened().thenApply(backend -> {
            Registration registered = backend.onReady(listener);
            listener.missed();
            return registered;
        });
        return () -> {
            if (!registration.cancel(false) && !registration.isCompletedExceptionally()) {
                registration.join().close();
            }
        };
    }
}
