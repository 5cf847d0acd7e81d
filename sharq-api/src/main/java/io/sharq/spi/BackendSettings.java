package io.sharq.spi;

import io.sharq.api.ConfigurationException;
import java.util.Optional;

/** The section of a configuration that is named after a backend. Only keys that its provider lists can be in it. */
public interface BackendSettings {
    /**
     * The value of a key.
     *
     * @param key one of the provider's keys
     * @return the value, without comments and blanks around it, if the key is set
     */
    Optional<String> get(String key);

    /**
     * An error that says where the key was set.
     *
     * @param key one of the provider's keys
     * @param fault what is wrong with its value
     * @return the exception, to be thrown
     */
    ConfigurationException invalid(String key, String fault);
}
