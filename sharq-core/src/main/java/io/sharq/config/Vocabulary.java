package io.sharq.config;

import io.sharq.api.ConfigurationException;
import io.sharq.spi.BackendProvider;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Every section and key that a configuration may hold, given the backends that are there. */
final class Vocabulary {
    private final Map<String, KnownSection> sections = new LinkedHashMap<>();

    Vocabulary(Collection<BackendProvider> providers) {
        KnownSection.FIXED.forEach(this::add);
        providers.forEach(provider -> add(KnownSection.closed(provider.name(), provider.keys())));
        Artifacts.BACKENDS.keySet().forEach(name -> sections.putIfAbsent(name, KnownSection.open(name)));
    }

    private void add(KnownSection section) {
        sections.put(section.name(), section);
    }

    Collection<KnownSection> sections() {
        return sections.values();
    }

    /**
     * A section that a configuration may have.
     *
     * @throws IllegalArgumentException if it may not
     */
    KnownSection section(String name) {
        KnownSection section = sections.get(name);
        if (section == null) {
            throw new IllegalArgumentException("a configuration has no section [" + name + "]");
        }
        return section;
    }

    /** Finds every section and key that is not known. */
    void check(Map<String, Block> blocks, FaultList faults) {
        blocks.forEach((name, block) -> {
            KnownSection section = sections.get(name);
            if (section == null) {
                faults.add(new ConfigurationException(block.origin() + ": unknown section; " + hint(name)));
                return;
            }
            block.settings().forEach((key, setting) -> {
                if (!section.allows(key)) {
                    faults.add(new ConfigurationException(setting.origin() + ": " + section.unknown(key)));
                }
            });
        });
    }

    private String hint(String name) {
        return Nearest.to(name, sections.keySet())
                .map(near -> "did you mean [" + near + "]?")
                .orElseGet(() -> "known are "
                        + sections.keySet().stream().map(s -> "[" + s + "]").collect(Collectors.joining(", "))
                        + " and those of the backends on the class path");
    }
}
