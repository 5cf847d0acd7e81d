package io.sharq.config;

import io.sharq.api.ConfigurationException;
import io.sharq.config.section.SharQSection;
import io.sharq.settings.Section;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Settings from environment variables.
 *
 * <p>A variable with the prefix of a section other than {@code [sharq]} that names none of its keys is an error. A
 * section without keys claims no variables. Other programs use the prefix {@code SHARQ_} too, so a variable with that
 * prefix alone is an error only if it resembles a misspelt known variable.
 */
final class Environment {
    /** The prefix of the variables of {@code [sharq]}; those of all other sections begin with it too. */
    private static final String PREFIX = SharQSection.SECTION.variablePrefix();

    /** A key of a section. */
    private record Target(String section, String key) {}

    private final Collection<KnownSection> sections;
    private final Map<String, Target> targets = new TreeMap<>();

    private Environment(Collection<KnownSection> sections) {
        this.sections = sections;
        for (KnownSection section : sections) {
            for (String key : section.section().keys()) {
                targets.put(section.section().variable(key), new Target(section.name(), key));
            }
        }
    }

    /**
     * Reads SharQ's variables.
     *
     * @param variables all environment variables
     * @param sections the sections that may be set
     * @param faults collects the faults
     * @return the entries that they set, by section
     */
    static Map<String, Block> read(Map<String, String> variables, Collection<KnownSection> sections, FaultList faults) {
        return new Environment(sections).blocks(variables, faults);
    }

    private Map<String, Block> blocks(Map<String, String> variables, FaultList faults) {
        Map<String, Block> blocks = new LinkedHashMap<>();
        new TreeMap<>(variables).forEach((name, text) -> {
            String value = text.strip();
            // Empty counts as unset: ${NAME:-} in a compose file yields an empty value.
            if (name.startsWith(PREFIX) && !value.isEmpty() && !ServiceLinks.includes(name, value)) {
                String origin = "environment variable " + name;
                faults.collect(() -> target(name).ifPresent(target -> {
                    Block block = new Block(origin, Map.of(target.key(), new Entry(value, origin)));
                    blocks.merge(target.section(), block, Block::under);
                }));
            }
        });
        return blocks;
    }

    private Optional<Target> target(String name) {
        Target target = targets.get(name);
        if (target != null) {
            return Optional.of(target);
        }
        Optional<KnownSection> owner = sections.stream()
                .filter(section -> section.claims(name))
                .max(Comparator.comparingInt(
                        section -> section.section().variablePrefix().length()));
        if (owner.isEmpty()) {
            return unowned(name);
        }
        Section section = owner.get().section();
        String key = name.substring(section.variablePrefix().length()).toLowerCase(Locale.ROOT);
        if (!owner.get().allows(key)) {
            throw unknown(name, section.keys().stream().map(section::variable).toList());
        }
        return Optional.of(new Target(section.name(), key));
    }

    private Optional<Target> unowned(String name) {
        Optional<String> near = Nearest.to(name, targets.keySet());
        if (near.isPresent()) {
            throw unknown(name, targets.keySet());
        }
        return Optional.empty();
    }

    private static ConfigurationException unknown(String name, Collection<String> known) {
        String hint = Nearest.to(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("known are " + String.join(", ", known));
        return new ConfigurationException("environment variable " + name + ": unknown variable; " + hint);
    }
}
