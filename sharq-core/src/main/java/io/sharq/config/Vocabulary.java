package io.sharq.config;

import io.sharq.api.ConfigurationException;
import io.sharq.config.section.ServerSection;
import io.sharq.config.section.SharQSection;
import io.sharq.config.section.WorkerSection;
import io.sharq.settings.Section;
import io.sharq.spi.BackendProvider;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The sections and keys that a configuration may contain, given the available backends. */
final class Vocabulary {
    /**
     * The sections that do not belong to a backend. The core knows them all, so that the file of a server also loads
     * in a library.
     */
    static final List<Section> FIXED = List.of(SharQSection.SECTION, ServerSection.SECTION, WorkerSection.SECTION);

    private final Map<String, KnownSection> sections = new LinkedHashMap<>();

    Vocabulary(Collection<BackendProvider> providers) {
        FIXED.forEach(this::add);
        providers.forEach(provider -> add(provider.section()));
        Artifacts.BACKENDS.keySet().forEach(name -> sections.putIfAbsent(name, KnownSection.open(name)));
    }

    private void add(Section section) {
        sections.put(section.name(), new KnownSection(section, false));
    }

    Collection<KnownSection> sections() {
        return sections.values();
    }

    /** Throws if no configuration can have the section. */
    void require(Section section) {
        if (!sections.containsKey(section.name())) {
            throw new IllegalArgumentException("a configuration has no section " + section);
        }
    }

    /** Whether a key may stand in a file without a value. */
    boolean mayBeEmpty(String section, String key) {
        KnownSection known = sections.get(section);
        return known != null && known.allowsEmpty(key);
    }

    /** Collects a fault for every unknown section and key. */
    void check(Map<String, Block> blocks, FaultList faults) {
        blocks.forEach((name, block) -> {
            KnownSection section = sections.get(name);
            if (section == null) {
                faults.add(new ConfigurationException(block.origin() + ": unknown section; " + hint(name)));
                return;
            }
            block.entries().forEach((key, entry) -> {
                if (!section.allows(key)) {
                    faults.add(new ConfigurationException(entry.origin() + ": " + section.unknown(key)));
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
