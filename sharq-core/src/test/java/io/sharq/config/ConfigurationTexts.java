package io.sharq.config;

import io.sharq.spi.BackendProvider;
import java.util.List;
import java.util.Map;

/** Configurations of a file {@code sharq.conf} with a given text, and the backends that are there. */
final class ConfigurationTexts {
    private ConfigurationTexts() {}

    static Configuration parse(String text, BackendProvider... backends) {
        return parse(text, Map.of(), backends);
    }

    static Configuration parse(String text, Map<String, String> environment, BackendProvider... backends) {
        return Configuration.parse("sharq.conf", text, environment, new Backends(List.of(backends)));
    }

    static Configuration withoutFile(Map<String, String> environment, BackendProvider... backends) {
        return Configuration.empty(environment, new Backends(List.of(backends)));
    }
}
