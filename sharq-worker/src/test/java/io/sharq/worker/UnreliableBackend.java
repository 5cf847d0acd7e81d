package io.sharq.worker;

import io.sharq.api.BackendException;
import io.sharq.api.Outcome;
import io.sharq.spi.Backend;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A backend whose calls now and then fail before they reach it, or whose answers get lost. */
final class UnreliableBackend implements InvocationHandler {
    private final Backend backend;
    private final Random random;

    private UnreliableBackend(Backend backend, long seed) {
        this.backend = backend;
        this.random = new Random(seed);
    }

    static Backend of(Backend backend, long seed) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, new UnreliableBackend(backend, seed));
    }

    private synchronized int chance() {
        return random.nextInt(10);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        int chance = method.getReturnType() == CompletionStage.class ? chance() : 9;
        if (chance == 0) {
            return failed(method, Outcome.NOT_DONE);
        }
        try {
            Object answer = method.invoke(backend, arguments);
            return chance == 1 ? failed(method, Outcome.UNKNOWN) : answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static CompletionStage<?> failed(Method method, Outcome outcome) {
        return CompletableFuture.failedFuture(new BackendException(outcome, method.getName(), "the line is bad", null));
    }
}
