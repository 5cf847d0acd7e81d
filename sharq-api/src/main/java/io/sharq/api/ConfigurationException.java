package io.sharq.api;

import java.io.Serial;
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
}
