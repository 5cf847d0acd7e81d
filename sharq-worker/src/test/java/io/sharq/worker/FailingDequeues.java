package io.sharq.worker;

import io.sharq.spi.Backend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend whose first dequeues fail with an error that no backend should have. */
final class FailingDequeues {
    private final AtomicInteger left;

    FailingDequeues(int number) {
        this.left = new AtomicInteger(number);
    }

    Backend of(Backend backend) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("dequeue") && left.getAndDecrement() > 0) {
                        return CompletableFuture.failedFuture(new LinkageError("a class is gone"));
                    }
                    try {
                        return method.invoke(backend, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
