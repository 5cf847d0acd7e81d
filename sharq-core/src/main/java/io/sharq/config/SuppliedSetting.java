package io.sharq.config;

import io.sharq.api.Bounds;

/**
 * A setting that a framework supplies in place of a file. Immutable.
 *
 * @param section the name of its section, such as {@code redis}
 * @param key its key in the section, such as {@code key_prefix}
 * @param value its value as a file writes it; if it is blank, the setting is not set
 * @param origin where it is set, for messages, such as {@code property sharq.redis.key-prefix}
 */
public record SuppliedSetting(String section, String key, String value, String origin) {
    /**
     * Checks that nothing is null.
     *
     * @throws io.sharq.api.InvalidValueException if a component is null
     */
    public SuppliedSetting {
        Bounds.required("section", section);
        Bounds.required("key", key);
        Bounds.required("value", value);
        Bounds.required("origin", origin);
    }

    /** The origin, without the value, which may be a password. */
    @Override
    public String toString() {
        return origin;
    }
}
