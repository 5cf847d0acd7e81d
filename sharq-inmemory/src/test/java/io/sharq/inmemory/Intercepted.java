package io.sharq.inmemory;

import io.sharq.spi.Backend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A backend whose calls a test sees first. */
final class Intercepted {
    private Intercepted() {}

    /** Decides what becomes of a call. */
    interface Interceptor {
        Object call(Method method, Object[] arguments) throws Throwable;
    }

    static Backend by(Interceptor interceptor) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) -> interceptor.call(method, arguments == null ? new Object[0] : arguments));
    }

    /** Carries a call out. */
    static Object pass(Backend backend, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(backend, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
