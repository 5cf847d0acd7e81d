package io.sharq.config;

import io.sharq.api.ConfigurationException;
import io.sharq.config.section.SharQSection;
import io.sharq.spi.BackendProvider;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The available backends by name, and the choice among them. */
final class Backends {
    private final Map<String, BackendProvider> providers = new TreeMap<>();

    Backends(Collection<BackendProvider> all) {
        for (BackendProvider provider : all) {
            BackendProvider other = providers.putIfAbsent(provider.section().name(), provider);
            if (other != null) {
                throw new ConfigurationException(
                        "two backends are named " + provider.section().name() + ": "
                                + other.getClass().getName() + " and "
                                + provider.getClass().getName());
            }
        }
    }

    /**
     * Finds the backends on the class path. It searches the context class loader of the thread, and if that finds
     * none, the class loader of SharQ. Threads of the common pool have the system class loader, which cannot see
     * inside an application's archive.
     */
    static Backends onClassPath() {
        try {
            List<BackendProvider> all = list(ServiceLoader.load(BackendProvider.class));
            return new Backends(
                    all.isEmpty()
                            ? list(ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader()))
                            : all);
        } catch (ServiceConfigurationError e) {
            throw new ConfigurationException("a backend on the class path cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static List<BackendProvider> list(ServiceLoader<BackendProvider> loader) {
        return loader.stream().map(ServiceLoader.Provider::get).toList();
    }

    Collection<BackendProvider> providers() {
        return providers.values();
    }

    /**
     * Chooses the backend.
     *
     * @param file the configuration file, or null if there is none
     * @param blocks the sections that are set
     * @return the chosen backend
     */
    BackendProvider choose(@Nullable String file, Map<String, Block> blocks) {
        Optional<Entry> named = named(blocks);
        if (named.isPresent()) {
            String name = named.get().value();
            return find(name, named.get().origin() + ": there is no backend \"" + name + "\" on the class path");
        }
        Map<String, Block> own = sectionsOfBackends(blocks);
        if (own.size() > 1) {
            throw new ConfigurationException(
                    own.values().stream().map(Block::origin).collect(Collectors.joining(" and "))
                            + ": each chooses a backend; name one in [sharq] backend");
        }
        if (own.size() == 1) {
            Map.Entry<String, Block> only = own.entrySet().iterator().next();
            String name = only.getKey();
            return find(name, only.getValue().origin() + ": the backend " + name + " is not on the class path");
        }
        return file == null
                ? theOnlyOne()
                : find(
                        Artifacts.IN_MEMORY,
                        file + ": it has no section of a backend, and the backend for that case, " + Artifacts.IN_MEMORY
                                + ", is not on the class path");
    }

    /**
     * Whether the configuration chooses a backend.
     *
     * @param blocks the sections that are set
     * @return whether a backend is named, or has a section
     */
    boolean isAnyChosen(Map<String, Block> blocks) {
        return named(blocks).isPresent() || !sectionsOfBackends(blocks).isEmpty();
    }

    private static Optional<Entry> named(Map<String, Block> blocks) {
        return Optional.ofNullable(blocks.get(SharQSection.SECTION.name()))
                .map(block -> block.entries().get(SharQSection.BACKEND.key()));
    }

    private Map<String, Block> sectionsOfBackends(Map<String, Block> blocks) {
        Map<String, Block> own = new TreeMap<>(blocks);
        Vocabulary.FIXED.forEach(section -> own.remove(section.name()));
        return own;
    }

    private BackendProvider find(String name, String absent) {
        BackendProvider provider = providers.get(name);
        if (provider == null) {
            throw new ConfigurationException(absent + "; " + Artifacts.advice(name, providers.keySet()));
        }
        return provider;
    }

    private BackendProvider theOnlyOne() {
        Set<String> names = providers.keySet();
        if (names.isEmpty()) {
            throw new ConfigurationException(
                    "there is no backend on the class path; add " + String.join(" or ", Artifacts.BACKENDS.values()));
        }
        if (names.size() > 1) {
            throw new ConfigurationException("there are several backends on the class path: " + String.join(", ", names)
                    + "; name one in [sharq] backend or in the environment variable SHARQ_BACKEND");
        }
        return providers.values().iterator().next();
    }
}
