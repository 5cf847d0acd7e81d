package io.sharq.config;

import io.sharq.config.section.SharQSection;
import io.sharq.settings.Section;

/**
 * A section that a configuration may have.
 *
 * @param section its settings
 * @param isOpen whether it may hold any key, because the backend that would know them is not on the class path
 */
record KnownSection(Section section, boolean isOpen) {
    static KnownSection open(String name) {
        return new KnownSection(Section.named(name).build(), true);
    }

    String name() {
        return section.name();
    }

    boolean allows(String key) {
        return isOpen || section.find(key).isPresent();
    }

    /** Whether a variable can only be meant for this section. That of a {@code [sharq]} key can be another program's. */
    boolean claims(String variable) {
        boolean hasKeys = isOpen || !section.settings().isEmpty();
        return hasKeys && section != SharQSection.SECTION && variable.startsWith(section.variablePrefix());
    }

    /** What is said of a key that the section does not know. */
    String unknown(String key) {
        return Nearest.to(key, section.keys())
                .map(near -> "unknown key; did you mean " + near + "?")
                .orElse(
                        section.keys().isEmpty()
                                ? "unknown key; the section has no keys"
                                : "unknown key; known are " + String.join(", ", section.keys()));
    }
}
