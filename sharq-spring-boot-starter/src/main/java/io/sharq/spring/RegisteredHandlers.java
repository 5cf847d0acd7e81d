package io.sharq.spring;

import io.sharq.worker.Handler;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Collects the listeners and the handlers of an application. Not thread-safe. */
final class RegisteredHandlers {
    private final ListenerProperties properties;
    private final Map<String, RegisteredHandler> byName = new TreeMap<>();

    private RegisteredHandlers(ListenerProperties properties) {
        this.properties = properties;
    }

    /**
     * Collects them.
     *
     * @return the handlers, by name
     * @throws InvalidListenerException if one cannot be used, or if two have the same name
     */
    static Map<String, RegisteredHandler> of(ConfigurableListableBeanFactory beans, ListenerProperties properties) {
        RegisteredHandlers all = new RegisteredHandlers(properties);
        beans.getBeansOfType(Handler.class)
                .forEach((bean, handler) -> all.add("the handler bean " + bean, handler, OptionalInt.empty()));
        for (ListenerMethod method : new ListenerMethods(beans).find()) {
            all.add(method.place(), ListenerHandler.of(method), method.concurrency());
        }
        all.checkNames();
        return all.byName;
    }

    private void add(String place, Handler<?> handler, OptionalInt concurrency) {
        String name = handler.name();
        int loops = properties.concurrencyOf().getOrDefault(name, concurrency.orElse(properties.concurrency()));
        RegisteredHandler other = byName.putIfAbsent(name, new RegisteredHandler(name, place, handler, loops));
        if (other != null) {
            throw new InvalidListenerException(
                    place, "the jobs of " + name + " are performed by " + other.place() + " already; a type has one");
        }
    }

    private void checkNames() {
        for (String name : properties.concurrencyOf().keySet()) {
            if (!byName.containsKey(name)) {
                throw new InvalidListenerException(
                        "property sharq.listeners.concurrency-of." + name,
                        "there is no listener or handler of that name; there are "
                                + (byName.isEmpty() ? "none" : String.join(", ", byName.keySet())));
            }
        }
    }
}
