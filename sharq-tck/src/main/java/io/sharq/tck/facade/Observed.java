package io.sharq.tck.facade;

import io.sharq.spi.AgreeRequest;
import io.sharq.spi.Backend;
import io.sharq.spi.DequeueRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a facade asked of its backend last, on each thread, and the stage that it got. Thread-safe. */
final class Observed {
    private static final ThreadLocal<@Nullable CompletionStage<?>> STAGE = new ThreadLocal<>();
    private static final ThreadLocal<@Nullable DequeueRequest> DEQUEUE = new ThreadLocal<>();

    private final Backend backend;

    private Observed(Backend backend) {
        this.backend = backend;
    }

    static Observed of(Backend backend) {
        return new Observed(backend);
    }

    /**
     * The backend for a facade. Closing it changes nothing, so that several facades share it. Each of them stands for the
     * limits on dead jobs of one request, so each is granted its own.
     */
    Backend shared() {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    if (arguments != null && arguments[0] instanceof AgreeRequest request) {
                        return CompletableFuture.completedStage(request.deadLimits());
                    }
                    if (arguments != null && arguments[0] instanceof DequeueRequest request) {
                        DEQUEUE.set(request);
                    }
                    try {
                        Object result = method.invoke(backend, arguments);
                        if (result instanceof CompletionStage<?> called) {
                            STAGE.set(called);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    /** What the backend answered to this thread's last call. */
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
