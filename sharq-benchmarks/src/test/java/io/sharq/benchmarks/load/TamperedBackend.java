package io.sharq.benchmarks.load;

import io.sharq.spi.Backend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A backend that does one thing wrong: it changes what goes in or what comes out of one operation. */
final class TamperedBackend {
    private TamperedBackend() {}

    /** Changes the request of an operation. */
    static Backend request(Backend sound, String operation, UnaryOperator<Object> change) {
        return tampered(sound, Map.of(operation, change), Map.of());
    }

    /** Changes the answer of an operation, which is a stage. */
    static Backend answer(Backend sound, String operation, UnaryOperator<Object> change) {
        return tampered(sound, Map.of(), Map.of(operation, change));
    }

    private static Backend tampered(
            Backend sound, Map<String, UnaryOperator<Object>> requests, Map<String, UnaryOperator<Object>> answers) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    UnaryOperator<Object> request = requests.getOrDefault(method.getName(), UnaryOperator.identity());
                    UnaryOperator<Object> answer = answers.getOrDefault(method.getName(), UnaryOperator.identity());
                    Object[] changed = arguments == null ? new Object[0] : arguments.clone();
                    if (changed.length > 0) {
                        changed[0] = request.apply(changed[0]);
                    }
                    try {
                        return answer.apply(method.invoke(sound, changed));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
