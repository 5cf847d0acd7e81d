package io.sharq.api;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A configuration that cannot be used. The message names where the fault is: the file, the line and the key. */
public final class ConfigurationException extends SharQException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A fault without a cause.
     *
     * @param message where the fault is and what it is
     */
    public ConfigurationException(String message) {
        this(message, null);
    }

    /**
     * A fault with the exception that revealed it.
     *
     * @param message where the fault is and what it is
     * @param cause the exception below, or null
     */
    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Several faults as one exception.
     *
     * @param faults the faults, at least one
     * @return the only fault itself, or an exception whose message has a line for each
     */
    public static ConfigurationException all(List<ConfigurationException> faults) {
        if (faults.size() == 1) {
            return faults.get(0);
        }
        return new ConfigurationException(
                faults.stream().map(Throwable::getMessage).collect(Collectors.joining("\n")));
    }
}
