package io.sharq.spi;

import java.util.Set;

/** Opens a backend. {@link java.util.ServiceLoader} finds the providers on the class path or module path. */
public interface BackendProvider {
    /**
     * The backend's name, which is also the name of its section in a configuration.
     *
     * @return the name, such as {@code redis}
     */
    String name();

    /**
     * The keys that the section may hold.
     *
     * @return the keys
     */
    Set<String> keys();

    /**
     * Opens a backend.
     *
     * @param settings the section, empty where the configuration has none
     * @return the open backend
     * @throws io.sharq.api.ConfigurationException if a setting cannot be used
     * @throws io.sharq.api.BackendException if the store cannot be reached
     */
    Backend open(BackendSettings settings);
}
