package io.sharq.spring;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A listener of a bean, with the values of its annotation.
 *
 * @param place the method, for messages
 * @param bean the bean, which may be created by the first call
 * @param method the method, which can be invoked on the bean
 * @param signature what it takes and returns
 * @param type the queue type
 * @param concurrency how many calls may run at the same time, if the annotation says so
 * @param batchSize how many requests a batch has at the most, if not that of the settings
 */
record ListenerMethod(
        String place,
        Supplier<Object> bean,
        Method method,
        ListenerSignature signature,
        String type,
        OptionalInt concurrency,
        OptionalInt batchSize) {
    /** Calls the method. What it throws comes out as it is. */
    @Nullable
    Object invoke(@Nullable Object... arguments) throws Exception {
        try {
            return method.invoke(bean.get(), arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public String toString() {
        return place;
    }
}
