package io.sharq.spi;

import io.sharq.settings.Section;
import io.sharq.settings.SettingValues;

/** Opens a backend. {@link java.util.ServiceLoader} finds the providers on the class path or module path. */
public interface BackendProvider {
    /**
     * The section of a configuration that belongs to the backend. Its name is the backend's, and its settings are all that
     * a file and the environment may set.
     *
     * @return the section, the same one at each call
     */
    Section section();

    /**
     * Opens a backend.
     *
     * @param values the values of the section, each of which its setting allows
     * @return the open backend
     * @throws io.sharq.api.InvalidValueException if values cannot be used together; if it names one of the keys, the
     *     configuration reports it with the place where the key is set
     * @throws io.sharq.api.BackendException if the store cannot be reached
     */
    Backend open(SettingValues values);
}
