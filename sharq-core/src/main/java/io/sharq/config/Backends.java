package io.sharq.config;

import io.sharq.api.ConfigurationException;
import io.sharq.spi.BackendProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** The backends on the class path, and which of them a configuration means. */
final class Backends {
    private static final String IN_MEMORY = "inmemory";

    private final List<BackendProvider> providers;

    Backends(List<BackendProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    static Backends onTheClassPath() {
        return new Backends(ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    List<BackendProvider> all() {
        return providers;
    }

    Optional<BackendProvider> find(String name) {
        return providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst();
    }

    /** The one that the configuration names, else the one whose section it has, else the default. */
    BackendProvider choose(Configuration configuration, boolean hasFile) {
        Optional<String> named = configuration.section(KnownKeys.SHARQ).get("backend");
        if (named.isPresent()) {
            return find(named.get())
                    .orElseThrow(() -> configuration
                            .section(KnownKeys.SHARQ)
                            .invalid("backend", "there is no backend \"" + named.get() + "\"; " + found()));
        }
        List<String> sections = configuration.backendSections();
        if (sections.size() > 1) {
            throw new ConfigurationException(
                    "There are sections of several backends: " + sections + "; name one in [sharq] backend");
        }
        if (sections.size() == 1) {
            String name = sections.get(0);
            return find(name)
                    .orElseThrow(() -> new ConfigurationException("There is a section [" + name
                            + "], but no backend of that name on the class path: add sharq-" + name + "; " + found()));
        }
        return hasFile ? inMemory() : theOnlyOne();
    }

    private BackendProvider inMemory() {
        return find(IN_MEMORY)
                .orElseThrow(() -> new ConfigurationException(
                        "The configuration has no section of a backend, and the in-memory one is not on the class path:"
                                + " add sharq-inmemory; " + found()));
    }

    private BackendProvider theOnlyOne() {
        if (providers.size() == 1) {
            return providers.get(0);
        }
        throw new ConfigurationException(
                providers.isEmpty()
                        ? "There is no backend on the class path: add sharq-inmemory or sharq-redis"
                        : "There are several backends: name one in [sharq] backend; " + found());
    }

    private String found() {
        return providers.isEmpty()
                ? "found none"
                : providers.stream()
                        .map(BackendProvider::name)
                        .sorted()
                        .collect(Collectors.joining(", ", "found: ", ""));
    }

    /** The keys of each backend's section. */
    Map<String, Set<String>> keys() {
        return providers.stream().collect(Collectors.toMap(BackendProvider::name, BackendProvider::keys));
    }
}
