package io.sharq.spring;

import io.sharq.api.Headers;
import io.sharq.worker.BatchLeases;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.springframework.core.ResolvableType;

/**
 * What a listener takes and returns.
 *
 * @param requestType the class of a request
 * @param isBatch whether it takes a list of requests
 * @param second its second parameter
 * @param hasResult whether what it returns is the result of the job
 */
record ListenerSignature(Class<?> requestType, boolean isBatch, Second second, boolean hasResult) {
    private static final String FORM =
            "a listener takes a request or a List of requests, and nothing else but the Headers of"
                    + " a single request or the BatchLeases of a List";

    /** A second parameter. */
    enum Second {
        NONE,
        HEADERS,
        LEASES
    }

    /**
     * Reads a signature.
     *
     * @param place the listener, for messages
     * @throws InvalidListenerException if it is not one of a listener
     */
    static ListenerSignature of(String place, Method method, Class<?> beanClass) {
        int count = method.getParameterCount();
        if (count < 1 || count > 2) {
            throw new InvalidListenerException(place, "it has " + count + " parameters; " + FORM);
        }
        ResolvableType first = ResolvableType.forMethodParameter(method, 0, beanClass);
        boolean isBatch = first.resolve() == List.class;
        Second second = count == 1 ? Second.NONE : second(place, method.getParameterTypes()[1], isBatch);
        Class<?> returned = method.getReturnType();
        boolean hasResult = returned != void.class && returned != Void.class;
        checkResult(place, returned, hasResult && isBatch);
        return new ListenerSignature(
                requestType(place, isBatch ? first.getGeneric(0) : first), isBatch, second, hasResult);
    }

    private static Second second(String place, Class<?> type, boolean isBatch) {
        if (type == Headers.class && !isBatch) {
            return Second.HEADERS;
        }
        if (type == BatchLeases.class && isBatch) {
            return Second.LEASES;
        }
        throw new InvalidListenerException(
                place, "its second parameter is " + type.getName() + (isBatch ? ", after a List" : "") + "; " + FORM);
    }

    private static void checkResult(String place, Class<?> returned, boolean isOfBatch) {
        if (isOfBatch) {
            throw new InvalidListenerException(
                    place, "it returns " + returned.getName() + "; a listener that takes a List returns void");
        }
        if (CompletionStage.class.isAssignableFrom(returned) || Future.class.isAssignableFrom(returned)) {
            throw new InvalidListenerException(
                    place,
                    "it returns " + returned.getName()
                            + "; a job is finished when its listener returns, so the work must be done by then");
        }
    }

    private static Class<?> requestType(String place, ResolvableType type) {
        Class<?> resolved = type.resolve();
        if (resolved == null) {
            throw new InvalidListenerException(
                    place, "the class of its requests is not known; name it, as in List<Order>, and not by " + type);
        }
        if (type.hasGenerics() && resolved != Map.class) {
            throw new InvalidListenerException(
                    place, "its requests are of the type " + type + "; a class with type parameters cannot be read");
        }
        return resolved;
    }
}
