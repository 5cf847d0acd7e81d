package io.sharq.config;

import io.sharq.config.section.SharQSection;
import io.sharq.settings.Section;
import io.sharq.settings.Setting;

/**
 * A section that a configuration may have.
 *
 * @param section the section and its settings
 * @param isOpen whether any key is allowed, because the backend that defines the keys is not on the class path
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

    /** Whether a key may stand in a file without a value, which leaves it unset. */
    boolean allowsEmpty(String key) {
        return isOpen || section.find(key).filter(Setting::mayBeEmpty).isPresent();
    }

    /**
     * Whether a variable must belong to this section. Variables of {@code [sharq]} are never claimed, because they
     * may belong to other programs.
     */
    boolean claims(String variable) {
        boolean hasKeys = isOpen || !section.settings().isEmpty();
        return hasKeys && section != SharQSection.SECTION && variable.startsWith(section.variablePrefix());
    }

    /** The message for a key that the section does not have. */
    String unknown(String key) {
        return Nearest.to(key, section.keys())
                .map(near -> "unknown key; did you mean " + near + "?")
                .orElse(
                        section.keys().isEmpty()
                                ? "unknown key; the section has no keys"
                                : "unknown key; known are " + String.join(", ", section.keys()));
    }
}
