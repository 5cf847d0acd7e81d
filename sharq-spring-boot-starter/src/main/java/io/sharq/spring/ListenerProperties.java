package io.sharq.spring;

import io.sharq.api.Bounds;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code sharq.listeners.*}.
 *
 * @param autoStartup whether listeners and handlers start with the application
 * @param concurrency how many jobs or batches of a type are performed at the same time if neither its listener nor
 *     {@code concurrencyOf} names a number, 1 to 100,000
 * @param concurrencyOf the number for a queue type or handler, which overrides that of its listener
 */
@ConfigurationProperties(prefix = "sharq.listeners", ignoreUnknownFields = false)
public record ListenerProperties(
        @DefaultValue("true") boolean autoStartup,
        @DefaultValue("1") int concurrency,
        @DefaultValue Map<String, Integer> concurrencyOf) {
    static final int MOST = 100_000;

    /**
     * Checks the numbers.
     *
     * @throws io.sharq.api.InvalidValueException if one is out of range
     */
    public ListenerProperties {
        Bounds.range("sharq.listeners.concurrency", concurrency, 1, MOST);
        concurrencyOf.forEach(
                (name, number) -> Bounds.range("sharq.listeners.concurrency-of." + name, number, 1, MOST));
        concurrencyOf = Map.copyOf(concurrencyOf);
    }
}
