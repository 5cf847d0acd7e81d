package io.sharq.spring;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/** Finds the listeners of all beans, without creating a bean that is created on demand. */
final class ListenerMethods {
    private static final int MAX_BATCH = 10_000;

    private final ConfigurableListableBeanFactory beans;

    ListenerMethods(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /**
     * Finds the listeners.
     *
     * @throws InvalidListenerException if one cannot be used
     */
    List<ListenerMethod> find() {
        List<ListenerMethod> found = new ArrayList<>();
        for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
            Class<?> type =
                    ScopedProxyUtils.isScopedTarget(name) ? null : AutoProxyUtils.determineTargetClass(beans, name);
            if (type != null && AnnotationUtils.isCandidateClass(type, SharQListener.class)) {
                found.addAll(of(name, type));
            }
        }
        return found;
    }

    private Collection<ListenerMethod> of(String name, Class<?> type) {
        MethodIntrospector.MetadataLookup<@Nullable SharQListener> lookup =
                method -> AnnotatedElementUtils.findMergedAnnotation(method, SharQListener.class);
        Map<Method, SharQListener> methods = MethodIntrospector.selectMethods(type, lookup);
        return methods.entrySet().stream()
                .map(entry -> of(name, type, entry.getKey(), entry.getValue()))
                .toList();
    }

    private ListenerMethod of(String name, Class<?> type, Method method, SharQListener listener) {
        String place = place(type, method);
        ListenerSignature signature = ListenerSignature.of(place, method, type);
        OptionalInt batchSize = number(place, "batchSize", listener.batchSize(), listener.batchSizeString(), MAX_BATCH);
        if (batchSize.isPresent() && !signature.isBatch()) {
            throw new InvalidListenerException(
                    place, "it has a batchSize and takes a single request; let it take a List of requests");
        }
        return new ListenerMethod(
                place,
                () -> beans.getBean(name),
                invocable(place, name, type, method),
                signature,
                resolved(place, "type", listener.type()),
                number(
                        place,
                        "concurrency",
                        listener.concurrency(),
                        listener.concurrencyString(),
                        ListenerProperties.MOST),
                signature.isBatch() ? batchSize : OptionalInt.of(1));
    }

    private static String place(Class<?> type, Method method) {
        List<String> parameters = new ArrayList<>();
        for (Class<?> parameter : method.getParameterTypes()) {
            parameters.add(parameter.getSimpleName());
        }
        return "@SharQListener " + type.getSimpleName() + "." + method.getName() + "(" + String.join(", ", parameters)
                + ")";
    }

    /** A bean may be a proxy, which has the method only if the proxy's class or interface does. */
    private Method invocable(String place, String name, Class<?> type, Method method) {
        try {
            Class<?> own = beans.getType(name);
            Method invocable = AopUtils.selectInvocableMethod(method, own == null ? type : own);
            invocable.setAccessible(true);
            return invocable;
        } catch (IllegalStateException e) {
            throw new InvalidListenerException(place, "its bean is a proxy without the method: " + e.getMessage(), e);
        }
    }

    private String resolved(String place, String attribute, String text) {
        try {
            String resolved = beans.resolveEmbeddedValue(text);
            if (resolved != null && resolved.contains("${")) {
                throw new InvalidListenerException(place, attribute + ": no property has a value for " + resolved);
            }
            return resolved == null ? "" : resolved.strip();
        } catch (IllegalArgumentException e) {
            throw new InvalidListenerException(place, attribute + ": " + e.getMessage(), e);
        }
    }

    private OptionalInt number(String place, String attribute, int number, String text, int most) {
        if (text.isEmpty() && number == 0) {
            return OptionalInt.empty();
        }
        String shown = text.isEmpty() ? String.valueOf(number) : resolved(place, attribute + "String", text);
        try {
            int parsed = Integer.parseInt(shown);
            if (parsed >= 1 && parsed <= most) {
                return OptionalInt.of(parsed);
            }
        } catch (NumberFormatException e) {
            // Reported below, with the range.
        }
        throw new InvalidListenerException(
                place, attribute + " must be a whole number from 1 to " + most + ", but is \"" + shown + "\"");
    }
}
