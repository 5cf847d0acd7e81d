package io.sharq.server;

import io.sharq.spi.Backend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;

/** A decorator that counts and times the calls of a backend. */
final class MeasuredBackend {
    private MeasuredBackend() {}

    static Backend of(Backend backend, ServerMetrics metrics) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    long begun = System.nanoTime();
                    Object result;
                    try {
                        result = method.invoke(backend, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                    if (result instanceof CompletionStage<?> stage) {
                        return stage.whenComplete((done, failure) ->
                                metrics.called(method.getName(), failure == null, System.nanoTime() - begun));
                    }
                    return result;
                });
    }
}
