package io.sharq.api;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Thrown when a configuration cannot be used. The message names the place of the fault: file, line and key. */
public final class ConfigurationException extends SharQException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A fault without a cause.
     *
     * @param message the place of the fault and the fault
     */
    public ConfigurationException(String message) {
        this(message, null);
    }

    /**
     * A fault with the exception that revealed it.
     *
     * @param message the place of the fault and the fault
     * @param cause the exception that revealed the fault, or null
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
